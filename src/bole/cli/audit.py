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
    from bole.foundation.audit import services

    if args.action == "head":
        for chain, digest in sorted(services.head().items()):
            print(f"{chain} {digest}")
        return 0
    broken = services.verify()
    for fault in broken:
        print(fault)
    print("the audit record is whole" if not broken else f"{len(broken)} faults")
    return 1 if broken else 0
