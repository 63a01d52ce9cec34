"""Which panels and guides a reader may know of. Row-level security cuts every answer to his units."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.hiring.panels import policies
from bole.hiring.panels.models import Guide, Panel, Seat
from bole.kernel.errors import NotFoundError

NOBODY = UUID(int=0)
RUNNING = (Panel.State.OPEN, Panel.State.REVEALED)


def visible_to(actor: Actor) -> QuerySet[Panel]:
    """Panels the actor may know of: HR those of its units, an interviewer those he sits on."""
    rows = Panel.objects.select_related("unit", "candidate", "requisition", "application")
    if actor.kind == "system":
        return rows
    if not permissions.allowed(actor, policies.VIEW):
        return rows.none()
    return rows.filter(own_seat(actor)) if policies.only_own(actor) else rows


def own_seat(actor: Actor) -> Exists:
    """Whether the actor sits on the panel of the outer query."""
    seats = Seat.objects.filter(panel_id=OuterRef("pk"), user_id=actor.id or NOBODY, excused_at=None)
    return Exists(seats)


def get(panel_id: UUID) -> Panel:
    """One panel; NotFoundError when not there or not to be seen."""
    found = visible_to(actors.current()).filter(pk=panel_id).first()
    if found is None:
        raise NotFoundError("no such panel")
    return found


def guide_of(application_id: UUID) -> Guide | None:
    """The guide that is being prepared; for HR and the machine."""
    actor = actors.current()
    if actor.kind != "system" and not permissions.allowed(actor, policies.MANAGE):
        return None
    return Guide.objects.select_related("candidate", "unit").filter(application_id=application_id).first()


def running(application_id: UUID) -> Panel | None:
    """The panel that is under way for an application, if the actor may know of it."""
    rows = visible_to(actors.current()).filter(application_id=application_id, state__in=RUNNING)
    return rows.first()


def gate(application_id: UUID) -> str:
    """Nobody moves an application on past a panel that is under way (``pipeline.services.keep_gate``)."""
    return "panel_open" if running(application_id) is not None else ""


def seats(panel_id: UUID) -> list[tuple[UUID, bool]]:
    """Who sits there and whether he leads; without those who were excused."""
    rows = Seat.objects.filter(panel_id=panel_id, excused_at=None)
    return list(rows.values_list("user_id", "lead"))


def seats_of(panel: Panel) -> list[Seat]:
    """Every seat with its person, the lead first."""
    return list(panel.seats.select_related("user", "guest_of"))
