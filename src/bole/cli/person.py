"""`bole person`: what the law lets a person ask for, by the people who run the installation."""

from __future__ import annotations

import os
import uuid
from collections.abc import Sequence
from pathlib import Path

from bole.cli import installation
from bole.cli.options import parser
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError

EXAMPLES = """  bole person export 6f1c… copy.zip     all that is kept, recordings in the clear
  bole person erase 6f1c… --reason withdrawn"""


def run(argv: Sequence[str]) -> int:
    """Export or erase one candidate; returns the exit code."""
    options = parser("person", "A copy of all data of a candidate, or its erasure.", EXAMPLES)
    options.add_argument("action", choices=["export", "erase"])
    options.add_argument("candidate", type=uuid.UUID, help="the candidate's id, as in the console's address")
    options.add_argument("file", type=Path, nargs="?", help="zip to write (export)")
    options.add_argument("--reason", default="withdrawn", choices=["withdrawn", "retention", "order"])
    args = options.parse_args(argv)
    if (args.action == "export") != (args.file is not None):
        options.error("a file belongs to `export`, and only there")
    installation.set_up_django()
    from bole.foundation.access.actors import system_scope
    from bole.hiring.candidates import queries

    with system_scope(f"bole person {args.action}"):
        unit_id = queries.get(args.candidate).unit_id
        if args.action == "export":
            return _export(args.candidate, unit_id, args.file)
        return _erase(args.candidate, unit_id, args.reason)


def _export(candidate_id: uuid.UUID, unit_id: uuid.UUID, target: Path) -> int:
    from bole.foundation.privacy import services

    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise BoleError(f"{target} exists already", code="exists") from error
    try:
        with os.fdopen(descriptor, "wb") as out:
            counts = services.export_person(
                candidate_id=candidate_id, unit_id=unit_id, out=out, now=utc_now()
            )
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    print(f"{target}: " + ", ".join(f"{name} {count}" for name, count in counts.items()))
    print("It is not encrypted: hand it over and delete it.")
    return 0


def _erase(candidate_id: uuid.UUID, unit_id: uuid.UUID, reason: str) -> int:
    from bole.foundation.privacy import journal, services

    record = services.erase_person(candidate_id=candidate_id, unit_id=unit_id, reason=reason, now=utc_now())
    print("erased: " + ", ".join(f"{name} {count}" for name, count in record.counts.items()))
    print(f"Copy {journal.path()} to where the backups are not.")
    return 0
