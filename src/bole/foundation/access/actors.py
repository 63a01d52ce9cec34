"""Who acts: one value in a context variable, read by permission checks and told to PostgreSQL.

No actor means nobody, and nobody sees no row.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["user", "candidate", "system", "anonymous"]

SETTINGS = (
    "bole.actor_kind",
    "bole.actor_id",
    "bole.actor_reason",
    "bole.unit_roots",
    "bole.candidate_id",
)


@dataclass(frozen=True, slots=True)
class Grant:
    """``role`` for the unit ``unit_id`` and all beneath it."""

    role: str
    unit_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who reads or writes.

    ``unit_ids`` are the roots of the visible subtrees (for the database); ``grants`` say which role holds
    where (for permission checks). ``guest_units``: whose panels he visits; the database shows him there only
    what his passes name (``services.give_pass``). A system actor without units sees every row. ``id`` of a
    system actor is the user on whose behalf it works, if any; its ``label`` is the reason.
    """

    kind: ActorKind
    id: uuid.UUID | None = None
    label: str = ""
    roles: frozenset[str] = frozenset()
    unit_ids: tuple[uuid.UUID, ...] = ()
    candidate_id: uuid.UUID | None = None
    interview_id: uuid.UUID | None = None
    grants: tuple[Grant, ...] = ()
    guest_units: tuple[uuid.UUID, ...] = ()

    def __post_init__(self) -> None:
        if not self.grants and self.kind == "user":
            pairs = tuple(Grant(role, unit) for role in sorted(self.roles) for unit in self.unit_ids)
            object.__setattr__(self, "grants", pairs)

    @property
    def is_bank_user(self) -> bool:
        """Whether a refusal may be told apart from absence."""
        return self.kind == "user"

    def as_settings(self) -> tuple[str, ...]:
        """The session settings, in the order of ``SETTINGS``."""
        return (
            "" if self.kind == "anonymous" else self.kind,
            str(self.id or ""),
            self.label if self.kind == "system" else "",
            ",".join(str(unit) for unit in self.unit_ids),
            str(self.candidate_id or "") if self.kind == "candidate" else "",
        )


ANONYMOUS = Actor(kind="anonymous")
_current: ContextVar[Actor] = ContextVar("bole_actor", default=ANONYMOUS)


def current() -> Actor:
    """The actor of this moment; ``ANONYMOUS`` when none was set."""
    return _current.get()


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """Act as ``actor`` inside the block. Nests; the outer actor returns whatever happens inside."""
    token = _current.set(actor)
    try:
        yield actor
    finally:
        _current.reset(token)


@contextmanager
def system_scope(reason: str, unit_id: uuid.UUID | None = None) -> Iterator[Actor]:
    """Work for the machine itself: every row, or those of ``unit_id`` and beneath. ``reason`` goes to the
    audit.

    A user or candidate who set the work going stays named in the audit line.
    """
    outer = current()
    actor = Actor(kind="system", id=outer.id, label=reason, unit_ids=(unit_id,) if unit_id else ())
    with acting_as(actor):
        yield actor
