"""When everybody an appointment needs is at hand. Others' appointments are read as bare spans: whose they are
never leaves this module."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from bole.foundation.access import actors, permissions
from bole.foundation.access import queries as access
from bole.foundation.access.actors import Actor
from bole.foundation.access.models import User
from bole.foundation.org import queries as org
from bole.foundation.workdays import queries as workdays
from bole.hiring.scheduling import policies
from bole.hiring.scheduling.models import Appointment, Booking, Hours, Room, SpecialHours
from bole.hiring.scheduling.queries.reading import rooms_of
from bole.hiring.scheduling.rules import hours, slots, steps
from bole.hiring.scheduling.rules.hours import Special, Week
from bole.hiring.scheduling.rules.slots import Slot
from bole.hiring.scheduling.rules.spans import Span, merged

HORIZON = timedelta(days=14)


def bank_zone() -> str:
    """Hours are wall time of the bank."""
    return str(settings.TIME_ZONE)


def usual_week() -> dict[int, list[hours.Stretch]]:
    """Of somebody who said nothing: the bank's office hours."""
    given = settings.ENQUIRIES
    return hours.office(time.fromisoformat(given["opens"]), time.fromisoformat(given["closes"]))


def week_of(user_id: UUID) -> Week:
    """Somebody's week, the usual one when he said nothing."""
    row = Hours.objects.filter(pk=user_id).first()
    return hours.check_week(row.week) if row is not None else usual_week()


def specials_of(user_id: UUID, since: date) -> list[SpecialHours]:
    """Somebody's days that differ, from ``since`` on."""
    return list(SpecialHours.objects.filter(user_id=user_id, day__gte=since))


def working_day(unit_id: UUID, since: date) -> Callable[[date], bool]:
    """Which dates a unit works, read once."""
    calendar, own = workdays.calendar(), workdays.special_days(unit_id, since)
    return lambda day: calendar.day(day, own).working


def hours_of(user_ids: Sequence[UUID], *, unit_id: UUID, first: date, last: date) -> dict[UUID, list[Span]]:
    """When each of these is at hand between two dates, by the calendar of ``unit_id``."""
    weeks = {row.pk: hours.check_week(row.week) for row in Hours.objects.filter(pk__in=user_ids)}
    specials: dict[UUID, list[Special]] = {}
    for row in SpecialHours.objects.filter(user_id__in=user_ids, day__range=(first, last)):
        specials.setdefault(row.user_id, []).append(Special(row.day, row.begins, row.ends, row.free))
    usual, works, zone = usual_week(), working_day(unit_id, first), bank_zone()
    return {
        user: hours.at_hand(
            weeks.get(user, usual), specials.get(user, ()), first=first, last=last, works=works, zone=zone
        )
        for user in user_ids
    }


def free_slots(
    appointment: Appointment, now: datetime, *, since: datetime | None = None, until: datetime | None = None
) -> list[Slot[UUID]]:
    """Every time this appointment could take place from ``now`` on, within two weeks unless told otherwise.

    Its own booking counts as free. In a room: with the rooms free then, the smallest that is large enough
    first.
    """
    start = max(now + steps.AHEAD, since or now)
    end = until or start + HORIZON
    users = attendees_of(appointment)
    rooms = possible_rooms(appointment, len(users)) if appointment.mode == Appointment.Mode.ROOM else None
    busy = _busy(appointment, users, [one.pk for one in rooms or ()], start, end)
    zone = ZoneInfo(bank_zone())
    at_hand = hours_of(
        users,
        unit_id=appointment.unit_id,
        first=start.astimezone(zone).date(),
        last=end.astimezone(zone).date(),
    )
    found = slots.free_slots(
        people=list(at_hand.values()),
        taken=busy.pop(None),
        places=None if rooms is None else {one.pk: busy.get(one.pk, []) for one in rooms},
        length=timedelta(minutes=appointment.minutes),
        not_before=start,
        zone=bank_zone(),
    )
    return [one for one in found if one.span.start < end]


def is_free(appointment: Appointment, starts_at: datetime, now: datetime) -> Slot[UUID] | None:
    """The free slot that begins at this very moment; None without one."""
    until = starts_at + timedelta(minutes=appointment.minutes)
    found = free_slots(appointment, now, since=starts_at, until=until)
    return next((one for one in found if one.span.start == starts_at), None)


def offered_and_free(appointment: Appointment, now: datetime) -> list[datetime]:
    """Of the times the candidate was offered, those still to be had, in order."""
    offered = list(appointment.slots.values_list("starts_at", flat=True))
    if not offered:
        return []
    until = max(offered) + timedelta(minutes=appointment.minutes)
    with actors.system_scope("free times of an appointment"):
        free = {one.span.start for one in free_slots(appointment, now, since=min(offered), until=until)}
    return [at for at in sorted(offered) if at in free]


def attendees_of(appointment: Appointment) -> list[UUID]:
    """Who of the bank takes part."""
    with actors.system_scope("who attends"):
        return list(appointment.attendees.order_by("user_id").values_list("user_id", flat=True))


def possible_rooms(appointment: Appointment, people: int) -> list[Room]:
    """Rooms large enough for all of them and the candidate; those chosen for it, if any were."""
    chosen = set(appointment.room_ids)
    found = rooms_of(appointment.unit_id, seats=people + 1)
    return [one for one in found if not chosen or str(one.pk) in chosen]


def people_for(unit_id: UUID) -> list[User]:
    """Who may be asked to attend an appointment of this unit."""
    return access.holders_of(policies.ATTENDING, unit_id)


def people_beneath(actor: Actor) -> list[User]:
    """Whose hours somebody of HR may keep: who attends appointments of his units."""
    units = [
        unit.pk
        for unit in org.subtree(actor.unit_ids)
        if permissions.allowed(actor, policies.MANAGE, unit.pk)
    ]
    return access.people_with(policies.ATTENDING, units)


def _busy(
    appointment: Appointment, users: Iterable[UUID], rooms: Iterable[UUID], start: datetime, end: datetime
) -> dict[UUID | None, list[Span]]:
    """Taken spans by room; under None those of the people and the candidate together."""
    of_people = Q(user_id__in=list(users)) | Q(
        candidate_id=appointment.candidate_id, user__isnull=True, room__isnull=True
    )
    with actors.system_scope("free and busy"):
        rows = list(
            Booking.objects.filter(of_people | Q(room_id__in=list(rooms)), during__overlap=(start, end))
            .exclude(appointment_id=appointment.pk)
            .values_list("room_id", "during")
        )
    found: dict[UUID | None, list[Span]] = {None: []}
    for room_id, during in rows:
        found.setdefault(room_id, []).append(Span(during.lower, during.upper))
    return {key: merged(spans) for key, spans in found.items()}
