"""Erasures, also kept outside the database: a restore of an older backup reads them and erases again."""

import json
import os
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from bole.foundation.privacy.models import ErasureRecord


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One line of the file."""

    candidate_id: uuid.UUID
    unit_id: uuid.UUID
    reason: str
    erased_at: datetime


def path() -> Path:
    """The append-only file of this installation. Keep a copy where the backups are not."""
    return Path(settings.VAR_DIR) / "erasures.jsonl"


def append(stones: Iterable[Tombstone], target: Path | None = None) -> None:
    """Add lines and make sure they are on disk."""
    target = target or path()
    target.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps({k: str(v) for k, v in asdict(stone).items()}) + "\n" for stone in stones)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, lines.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(source: Path) -> Iterator[Tombstone]:
    """All complete lines; a last line cut by a crash is left out."""
    if not source.exists():
        return
    for line in source.read_text().splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        yield Tombstone(
            uuid.UUID(row["candidate_id"]),
            uuid.UUID(row["unit_id"]),
            row["reason"],
            datetime.fromisoformat(row["erased_at"]),
        )


def stored() -> list[Tombstone]:
    """Those the database knows. Needs a scope that sees every row."""
    return [
        Tombstone(row.candidate_id, row.unit_id, row.reason, row.erased_at)
        for row in ErasureRecord.objects.all()
    ]


def catch_up() -> int:
    """Add to the file what a crash between commit and append has left out."""
    known = {stone.candidate_id for stone in read(path())}
    missing = [stone for stone in stored() if stone.candidate_id not in known]
    if missing:
        append(missing)
    return len(missing)
