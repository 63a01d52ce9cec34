"""What still waits in a stage: a capability above says so, and nobody moves on past it by a click.

It registers, per kind of stage, a look that gives the code of what is open, or nothing. Its own move comes
after it has ended what was open; ending or withdrawing an application, and going back, ask nothing.
"""

from collections.abc import Callable
from uuid import UUID

from bole.foundation.access.actors import system_scope
from bole.kernel.errors import ConflictError

Look = Callable[[UUID], str]  # application → code, empty when nothing is open
_looks: dict[str, Look] = {}


def register(kind: str, look: Look) -> None:
    """Ask ``look`` before an application leaves a stage of this kind onwards; the same one twice is once."""
    known = _looks.setdefault(kind, look)
    if known is not look:
        raise ValueError(f"somebody else keeps the gate of {kind}")


def open_work(kind: str, application_id: UUID, unit_id: UUID) -> str:
    """The code of what is still open there; empty when the way is free."""
    look = _looks.get(kind)
    if look is None:
        return ""
    with system_scope("what waits in a stage", unit_id):
        return look(application_id)


def check(kind: str, application_id: UUID, unit_id: UUID) -> None:
    """ConflictError with the code of what is still open."""
    code = open_work(kind, application_id, unit_id)
    if code:
        raise ConflictError("something in this stage still waits", code=code)
