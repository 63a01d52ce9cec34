"""`bole rescore`: rate the archive of one question by another rubric, and say what would change."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bole.cli import installation, output
from bole.cli.options import parser
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError

if TYPE_CHECKING:
    from bole.hiring.assessment.queries import Progress

EXAMPLES = """  bole rescore --question teller-complaint --rubric new.toml --out change.json
  bole rescore --question teller-complaint --rubric new.toml --out change.json --here   without workers"""
PAUSE = 2.0  # seconds between two looks


def run(argv: Sequence[str]) -> int:
    """Start or take up a run, wait for its end, write the difference report; returns the exit code."""
    options = parser(
        "rescore",
        "Rate every archived answer of a question by another version of its rubric. Ratings and reports that "
        "stand are not touched. Ctrl-C leaves the run to the workers; the same command looks again.",
        EXAMPLES,
    )
    options.add_argument("--question", required=True, help="the question's key")
    options.add_argument("--rubric", required=True, type=Path, help="TOML of the other version")
    options.add_argument("--out", required=True, type=output.file, help="where the report goes (JSON)")
    options.add_argument("--here", action="store_true", help="rate in this process, beside the workers")
    args = options.parse_args(argv)
    try:
        rubric = args.rubric.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BoleError(f"{args.rubric} cannot be read: {error}", code="no_rubric") from error
    installation.set_up_django()
    from bole.foundation.access.actors import system_scope

    with system_scope("bole rescore"):
        found = _rescored(args.question, rubric, here=args.here)
    output.write(args.out, json.dumps(found.difference, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
    print(f"{args.out}: run {found.version}, {found.done} answers, {found.failed} without a score")
    return 0


def _rescored(question: str, rubric: str, *, here: bool) -> Progress:
    """Until the run is finished."""
    from bole.hiring.assessment import queries, services

    started = services.start_rescoring(question_key=question, rubric=rubric, now=utc_now())

    def wait() -> None:
        if not here or not services.rescore_batch(run_id=started.pk, now=utc_now()):
            time.sleep(PAUSE)

    return _followed(lambda: queries.rescoring(started.pk), wait)


def _followed(look: Callable[[], Progress], wait: Callable[[], None]) -> Progress:
    """The last look; progress goes to standard error."""
    while True:
        found = look()
        print(f"\r{found.done} of {found.total} answers", end="", file=sys.stderr, flush=True)
        if found.finished:
            print(file=sys.stderr)
            return found
        wait()
