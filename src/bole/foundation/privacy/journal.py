"""What was taken away, also kept outside the database: a restore of an older backup takes it away again.

One JSON line per erased person, erased file and withdrawn consent: ids and codes only. Each capability
registers how to list what its tables know (so that a crash between commit and append loses nothing) and how
to apply a line to restored tables.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

Entry = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """``known`` lists entries from the tables; ``apply`` returns whether something was left to take away."""

    known: Callable[[], Iterable[Entry]]
    apply: Callable[[Entry, datetime], bool]


_kinds: dict[str, Kind] = {}


def register(
    kind: str, known: Callable[[], Iterable[Entry]], apply: Callable[[Entry, datetime], bool]
) -> None:
    """From ``AppConfig.ready``. Kinds are applied in order of registration."""
    _kinds[kind] = Kind(known, apply)


def path() -> Path:
    """The append-only file of this installation. Keep a copy where the backups are not."""
    return Path(settings.VAR_DIR) / "erasures.jsonl"


def note(kind: str, **values: object) -> None:
    """Append one line when the current transaction commits."""
    entry = {name: str(value) for name, value in values.items()}
    transaction.on_commit(lambda: append([{"kind": kind} | entry]), robust=True)  # else catch_up() adds it


def append(entries: Iterable[Entry], target: Path | None = None) -> None:
    """Add lines and make sure they are on disk."""
    target = target or path()
    target.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(dict(entry), sort_keys=True) + "\n" for entry in entries)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, lines.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(source: Path) -> Iterator[Entry]:
    """All complete lines; one cut by a crash is left out."""
    if not source.exists():
        return
    for line in source.read_text().splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        yield {str(name): str(value) for name, value in entry.items()}


def catch_up() -> int:
    """Add to the file what a crash between commit and append left out. The actor must see every row."""
    written = {_key(entry) for entry in read(path())}
    missing = [
        {"kind": name} | dict(entry)
        for name, kind in _kinds.items()
        for entry in kind.known()
        if _key({"kind": name} | dict(entry)) not in written
    ]
    if missing:
        append(missing)
    return len(missing)


def apply(entries: Iterable[Entry], now: datetime) -> dict[str, int]:
    """Take away again what the restored tables still hold; returns how many of each kind."""
    waiting = list(entries)
    done = dict.fromkeys(_kinds, 0)
    for name, kind in _kinds.items():
        for entry in waiting:
            if entry.get("kind") == name and kind.apply(entry, now):
                done[name] += 1
    return done


def _key(entry: Entry) -> tuple[str, str, str]:
    return (entry.get("kind", ""), entry.get("id", ""), entry.get("purpose", ""))
