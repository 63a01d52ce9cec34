"""What may be signed: every capability registers its own kinds in ``AppConfig.ready``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from bole.kernel.errors import BoleError


@dataclass(frozen=True, slots=True)
class Decision:
    """What the capability hears: the payload that was signed, who asked, who decided and why."""

    request_id: UUID
    object_id: UUID
    payload: Mapping[str, Any]
    proposer_id: UUID
    decider_id: UUID
    note: str
    now: datetime


Effect = Callable[[Decision], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """``permission`` says who decides, for the request's unit; ``page`` gives the address of the thing.

    ``approved`` and ``refused`` run once, in the transaction of the decision: if one raises, nothing was
    decided. ``withdrawn`` runs when the proposer takes the request back.
    """

    key: str
    label: str | Promise
    permission: str
    approved: Effect
    refused: Effect
    withdrawn: Effect
    page: Callable[[UUID], str]
    hours: int = 72


class UnknownKindError(BoleError):
    """Nobody registered this kind: a programming mistake."""

    code = "unknown_approval"


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add or replace the kind of that key."""
    _kinds[kind.key] = kind


def get(key: str) -> Kind:
    """The kind of that key; UnknownKindError without one."""
    try:
        return _kinds[key]
    except KeyError:
        raise UnknownKindError(f"no kind of approval {key!r} was registered") from None


def registered() -> tuple[Kind, ...]:
    """All kinds by key."""
    return tuple(_kinds[key] for key in sorted(_kinds))
