"""`bole audit`: check the append-only record, or print its heads to keep them elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from bole.cli import installation
from bole.cli.options import parser


def run(argv: Sequence[str]) -> int:
    """Verify every chain, or print the last hash of each."""
    options = parser(
        "audit",
        "The audit record: one hash chain per branch.",
        "  bole audit verify\n  bole audit head > heads.txt    (keep it where this bank cannot write)",
    )
    options.add_argument("action", choices=["verify", "head"])
    args = options.parse_args(argv)
    installation.set_up_django()
    from bole.foundation.access.actors import system_scope
    from bole.foundation.audit import services

    with system_scope("bole audit"):
        if args.action == "head":
            for head in services.head():
                print(f"{head.chain} {head.seq} {head.hash}")
            return 0
        problems = list(services.verify())
    for problem in problems:
        print(f"chain {problem.chain}, line {problem.seq}: {problem.reason}")
    print("the audit record is whole" if not problems else f"{len(problems)} problems")
    return 1 if problems else 0
