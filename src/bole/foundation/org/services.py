"""Changes to the tree."""

from bole.foundation.org.models import Unit
from bole.kernel.errors import ConflictError


def create_unit(*, code: str, kind: str, name_zh: str, name_en: str, parent: Unit | None = None) -> Unit:
    """Add a unit beneath ``parent``; without one it is the head office of a new tree."""
    return Unit.objects.create(code=code, kind=kind, name_zh=name_zh, name_en=name_en, parent=parent)


def move_unit(*, unit: Unit, parent: Unit) -> Unit:
    """Hang a unit without children beneath another one. With children it would leave their paths behind."""
    if unit.children.exists():
        raise ConflictError("move the units beneath it first", code="unit_has_children")
    if parent.lies_under(unit.path):
        raise ConflictError("a unit cannot lie beneath itself", code="unit_cycle")
    unit.parent = parent
    unit.save()
    return unit
