"""Reads of the tree. Names of branches are no secret inside the bank, so nothing is filtered here."""

import uuid

from bole.foundation.org.models import Unit


def path_of(unit_id: uuid.UUID) -> str:
    """The ids from the root down to the unit; empty when there is no such unit."""
    return Unit.objects.filter(pk=unit_id).values_list("path", flat=True).first() or ""


def lies_under(unit_id: uuid.UUID, roots: tuple[uuid.UUID, ...]) -> bool:
    """Whether the unit is one of ``roots`` or beneath one."""
    if unit_id in roots:
        return True
    above = set(path_of(unit_id).split("/"))
    return any(str(root) in above for root in roots)


def subtree(roots: tuple[uuid.UUID, ...]) -> list[Unit]:
    """All units at or beneath ``roots``, parents before children."""
    wanted = {str(root) for root in roots}
    return [unit for unit in Unit.objects.all() if wanted & set(unit.path.split("/"))]


def root() -> Unit | None:
    """The head office (the first unit without a parent)."""
    return Unit.objects.filter(parent=None).order_by("path").first()
