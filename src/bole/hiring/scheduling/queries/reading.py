"""Which appointments and rooms somebody may see."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.foundation.org import queries as org
from bole.hiring.scheduling import policies
from bole.hiring.scheduling.models import Appointment, Room
from bole.hiring.scheduling.rules import steps
from bole.kernel.errors import DeniedError, NotFoundError

NOBODY = UUID(int=0)
SHOWN = 8  # appointments of one candidate a page lists


def visible_to(actor: Actor) -> QuerySet[Appointment]:
    """HR: those of their units; an interviewer: those he attends in units he sees; a candidate: his own."""
    rows = Appointment.objects.select_related("unit", "room", "candidate")
    if actor.kind == "candidate":
        return Appointment.objects.filter(candidate_id=actor.candidate_id or NOBODY)
    if actor.kind == "system" or permissions.allowed(actor, policies.MANAGE):
        return rows
    if permissions.allowed(actor, policies.ATTEND):
        return rows.filter(attendees__user_id=actor.id or NOBODY)
    return Appointment.objects.none()


def get(appointment_id: UUID) -> Appointment:
    """One appointment, for HR of its unit, whoever attends it (from another branch, too) and its candidate.

    DeniedError for others of the bank, NotFoundError for everybody else.
    """
    actor = actors.current()
    with actors.system_scope("an appointment by its id"):
        found = (
            Appointment.objects.select_related("unit", "room", "candidate", "application", "made_by")
            .filter(pk=appointment_id)
            .first()
        )
        if found is None:
            raise NotFoundError("no such appointment")
        attends = actor.kind == "user" and found.attendees.filter(user_id=actor.id or NOBODY).exists()
    if _may_see(actor, found, attends=attends):
        return found
    if actor.is_bank_user:
        raise DeniedError("neither his unit nor his appointment")
    raise NotFoundError("no such appointment")


def _may_see(actor: Actor, found: Appointment, *, attends: bool) -> bool:
    if actor.kind == "candidate":
        return actor.candidate_id == found.candidate_id
    return policies.may_manage(actor, found.unit_id) or (
        attends and permissions.allowed(actor, policies.ATTEND)
    )


def appointment_of(about_id: UUID, kind: str = "") -> Appointment | None:
    """The appointment of whatever ``about_id`` is: the open one, else the newest; None without any the
    reader may see."""
    rows = visible_to(actors.current()).filter(about_id=about_id).order_by("-made_at")
    found = list(rows.filter(kind=kind) if kind else rows)
    return next((one for one in found if one.state in steps.OPEN), found[0] if found else None)


def of_candidate(actor: Actor, candidate_id: UUID) -> list[Appointment]:
    """A candidate's appointments, the newest first."""
    rows = visible_to(actor).filter(candidate_id=candidate_id).order_by("-made_at")
    return list(rows[:SHOWN])


def attending(user_id: UUID, start: datetime, end: datetime) -> list[Appointment]:
    """What somebody attends between two moments, of every unit, in order. For himself and his HR."""
    with actors.system_scope("somebody's own calendar"):
        return list(
            Appointment.objects.filter(
                attendees__user_id=user_id,
                state__in=(Appointment.State.CONFIRMED, Appointment.State.MISSED),
                starts_at__lt=end,
                ends_at__gt=start,
            )
            .select_related("unit", "room", "candidate")
            .order_by("starts_at")
        )


def arranged(actor: Actor, start: datetime, end: datetime) -> QuerySet[Appointment]:
    """What takes place between two moments in the units somebody sees, in order."""
    rows = visible_to(actor).filter(starts_at__lt=end, ends_at__gt=start)
    return rows.exclude(state=Appointment.State.CANCELLED).order_by("starts_at", "id")


def waiting(actor: Actor) -> list[Appointment]:
    """What waits for HR: no times offered, or somebody who did not come and would like another time."""
    rows = visible_to(actor).filter(
        Q(state=Appointment.State.PLANNED) | Q(state=Appointment.State.MISSED, wants_another=True)
    )
    return list(rows.order_by("changed_at")[:SHOWN])


def all_rooms() -> list[Room]:
    """Rooms of the units the actor sees, those in use first."""
    return list(Room.objects.select_related("unit").order_by("unit__path", "-in_use", "label_zh"))


def rooms_of(unit_id: UUID, *, seats: int = 0) -> list[Room]:
    """Rooms in use that somebody of this unit may meet in: its own, and those of units above and beneath,
    the smallest that is large enough first."""
    path = org.path_of(unit_id)
    above = [UUID(one) for one in path.strip("/").split("/") if one]
    with actors.system_scope("rooms of a unit"):
        rows = Room.objects.filter(in_use=True, capacity__gte=seats).select_related("unit")
        near = [one for one in rows if one.unit_id in above or one.unit.lies_under(path)]
    return sorted(near, key=lambda one: (one.unit_id != unit_id, one.capacity, one.label_zh, one.pk))


def room(room_id: UUID) -> Room:
    """One room; NotFoundError when not there or not to be seen."""
    found = Room.objects.filter(pk=room_id).select_related("unit").first()
    if found is None:
        raise NotFoundError("no such room")
    return found
