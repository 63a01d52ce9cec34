"""Named permissions: each capability declares its own in ``policies.py``; roles hold them."""

import uuid
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass

from bole.foundation.access.actors import Actor, current
from bole.kernel.errors import BoleError, DeniedError, NotFoundError


@dataclass(frozen=True, slots=True)
class Permission:
    """A right, and the roles that have it for their units. ``guests``: whoever holds a pass has it there as
    well, for the few rows his pass names."""

    name: str
    roles: frozenset[str]
    label: str
    guests: bool = False


_table: dict[str, Permission] = {}
Found = dict[tuple[uuid.UUID, tuple[uuid.UUID, ...]], bool]
_found: ContextVar[tuple[Actor, Found] | None] = ContextVar("bole_units_found", default=None)


class UnknownPermissionError(BoleError):
    """A permission nobody declared: a programming mistake, never a user's."""

    code = "unknown_permission"


def declare(name: str, roles: Iterable[str], label: str = "", *, guests: bool = False) -> Permission:
    """Add a permission to the table. The same declaration twice is harmless, a different one is refused."""
    permission = Permission(name, frozenset(roles), label or name, guests)
    known = _table.setdefault(name, permission)
    if known.roles != permission.roles:
        raise UnknownPermissionError(f"{name} is declared twice with different roles")
    return known


def get(name: str) -> Permission:
    """The permission of that name; UnknownPermissionError without one."""
    try:
        return _table[name]
    except KeyError:
        raise UnknownPermissionError(f"no permission {name!r} was declared") from None


def declared() -> tuple[Permission, ...]:
    """All permissions by name."""
    return tuple(_table[name] for name in sorted(_table))


def allowed(actor: Actor, name: str, unit_id: uuid.UUID | None = None) -> bool:
    """Whether ``actor`` has the permission: for ``unit_id``, or anywhere at all without one."""
    permission = get(name)
    if actor.kind == "system":
        return not actor.unit_ids or unit_id is None or _covers(unit_id, actor.unit_ids)
    if actor.kind != "user":
        return False
    if permission.guests and unit_id in actor.guest_units:
        return True
    held = tuple(grant.unit_id for grant in actor.grants if grant.role in permission.roles)
    return bool(held) and (unit_id is None or _covers(unit_id, held))


def require(actor: Actor, name: str, unit_id: uuid.UUID | None = None) -> None:
    """Return, or raise: DeniedError inside the bank, NotFoundError to everybody else."""
    if allowed(actor, name, unit_id):
        return
    if actor.is_bank_user:
        raise DeniedError(f"{name} is not allowed")
    raise NotFoundError("not found")


def require_person(name: str, unit_id: uuid.UUID | None = None) -> uuid.UUID:
    """The account that acts, where no machine may stand in for a person. Raises as ``require``, and
    DeniedError (``person_needed``) for a machine."""
    actor = current()
    require(actor, name, unit_id)
    if actor.kind != "user" or actor.id is None:
        raise DeniedError(f"{name} is a person's to do", code="person_needed")
    return actor.id


def _covers(unit_id: uuid.UUID, roots: tuple[uuid.UUID, ...]) -> bool:
    """Whether the unit lies beneath a root; asked of the database once while the same actor acts."""
    from bole.foundation.org import queries  # models are not ready when this module is first imported

    actor = current()
    known = _found.get()
    if known is None or known[0] is not actor:
        known = (actor, {})
        _found.set(known)
    key = (unit_id, roots)
    if key not in known[1]:
        known[1][key] = queries.lies_under(unit_id, roots)
    return known[1][key]
