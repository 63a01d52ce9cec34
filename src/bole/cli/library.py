"""`bole library`: is the content (questions, frameworks, jobs, guides) fit to be used? No database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bole.cli import installation
from bole.cli.options import parser


def run(argv: Sequence[str]) -> int:
    """Print every fault with its file and place; 0 when there is none, else 1."""
    options = parser(
        "library",
        "Questions, competencies, frameworks, jobs and guides: files under library/.",
        "  bole library check\n  bole library check --in ./my-library",
    )
    options.add_argument("action", choices=["check"])
    options.add_argument(
        "--in", dest="folder", type=Path, metavar="DIR", help="this library, not the installed one"
    )
    args = options.parse_args(argv)
    from bole.measurement import api

    folder = args.folder or installation.library_dir()
    problems = api.check_library(folder)
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems" if problems else f"the library is fit for use: {folder}")
    return 1 if problems else 0
