"""Reads of the tree. Names of branches are no secret inside the bank, so nothing is filtered here."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bole.foundation.org.models import Unit
from bole.kernel.errors import NotFoundError

_remembered: ContextVar[dict[uuid.UUID, str] | None] = ContextVar("bole_unit_paths", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Look each unit's place up once inside the block. For one short request: a unit that moves meanwhile is
    seen at its new place by the next one."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def path_of(unit_id: uuid.UUID) -> str:
    """The ids from the root down to the unit; empty when there is no such unit."""
    known = _remembered.get()
    if known is not None and unit_id in known:
        return known[unit_id]
    path = Unit.objects.filter(pk=unit_id).values_list("path", flat=True).first() or ""
    if known is not None and path:
        known[unit_id] = path
    return path


def lies_under(unit_id: uuid.UUID, roots: tuple[uuid.UUID, ...]) -> bool:
    """Whether the unit is one of ``roots`` or beneath one."""
    if unit_id in roots:
        return True
    above = set(path_of(unit_id).split("/"))
    return any(str(root) in above for root in roots)


def subtree(roots: tuple[uuid.UUID, ...]) -> list[Unit]:
    """All units at or beneath ``roots``, parents before children."""
    wanted = {str(root) for root in roots}
    found = [unit for unit in Unit.objects.all() if wanted & set(unit.path.split("/"))]
    known = _remembered.get()
    if known is not None:
        known.update({unit.pk: unit.path for unit in found})
    return found


def root() -> Unit | None:
    """The head office (the first unit without a parent)."""
    return Unit.objects.filter(parent=None).order_by("path").first()


def head_office() -> Unit:
    """The same; NotFoundError before the bank was founded."""
    unit = root()
    if unit is None:
        raise NotFoundError("the bank has no head office yet")
    return unit
