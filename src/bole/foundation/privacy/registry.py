"""Each capability with personal data registers here, in ``AppConfig.ready``, how to show and to remove it.

Erasers are called in order of registration: upper storeys first, so that rows which point down go first.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

Exporter = Callable[[uuid.UUID], Mapping[str, Any]]
Eraser = Callable[[uuid.UUID, datetime], int]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to a person: name inside the archive, and how to open its plain bytes."""

    name: str
    open: Callable[[], BinaryIO]


Attacher = Callable[[uuid.UUID], Iterable[Attachment]]


@dataclass(frozen=True, slots=True)
class Holder:
    """A capability that holds personal data of candidates."""

    name: str
    export: Exporter
    erase: Eraser
    attach: Attacher


@dataclass(frozen=True, slots=True)
class Kept:
    """A law has a person's data kept: ``law`` names it; ``until`` the day it allows to let go, None for as
    long as the reason lasts."""

    law: str
    until: date | None


Keeper = Callable[[uuid.UUID, datetime], Kept | None]
_holders: dict[str, Holder] = {}
_keepers: dict[str, Keeper] = {}


def _nothing(_candidate_id: uuid.UUID) -> Iterable[Attachment]:
    return ()


def register(name: str, export: Exporter, erase: Eraser, attach: Attacher = _nothing) -> None:
    """``export(candidate_id)`` gives JSON-ready data, ``erase(candidate_id, now)`` removes and counts rows.

    Both must be repeatable and find nothing for a person already erased.
    """
    _holders[name] = Holder(name, export, erase, attach)


def holders() -> tuple[Holder, ...]:
    """All registered capabilities, upper storeys first."""
    return tuple(_holders.values())


def register_keeper(name: str, keeper: Keeper) -> None:
    """``keeper(candidate_id, now)`` says whether a law has this person kept, whoever asks and wherever the
    rows lie."""
    _keepers[name] = keeper


def kept(candidate_id: uuid.UUID, now: datetime) -> Kept | None:
    """The first law that has this person kept."""
    return next((found for keeper in _keepers.values() if (found := keeper(candidate_id, now))), None)
