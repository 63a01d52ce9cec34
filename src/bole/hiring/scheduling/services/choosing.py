"""A time is chosen, or another one instead."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors
from bole.hiring.scheduling import queries
from bole.hiring.scheduling.events import AppointmentConfirmed, AppointmentMoved
from bole.hiring.scheduling.models import Appointment
from bole.hiring.scheduling.queries.times import attendees_of, possible_rooms
from bole.hiring.scheduling.rules import steps
from bole.hiring.scheduling.services import booking, rows, telling
from bole.kernel.errors import ConflictError, NotFoundError

State = Appointment.State


@transaction.atomic
def confirm(*, appointment_id: UUID, starts_at: datetime, now: datetime) -> Appointment:
    """Take one of the times offered: the candidate, or HR for him. The same again is once.

    ConflictError: ``slot_taken`` (somebody was first, or the hour has come too near), ``appointment_state``.
    NotFoundError for a time that was not offered.
    """
    found = _locked_by_either(appointment_id)
    if found.state == State.CONFIRMED and found.starts_at == starts_at:
        return found
    found.state = steps.move(found.state, State.CONFIRMED)
    if found.starts_at is not None:  # it is confirmed for another time already
        raise ConflictError("another time was chosen", code="appointment_state")
    if not found.slots.filter(starts_at=starts_at).exists():
        raise NotFoundError("this time was not offered")
    _take(found, starts_at, now)
    rows.save(found, now)
    rows.record(found, "confirmed", {"starts_at": starts_at, "sequence": found.sequence})
    rows.set_reminders(found, now)
    telling.candidate(found, "appointment-confirmed", now, method="REQUEST")
    telling.staff(found, "appointment-staff-confirmed", now, method="REQUEST")
    rows.publish(AppointmentConfirmed, found)
    return found


@transaction.atomic
def agree(*, appointment_id: UUID, starts_at: datetime, now: datetime) -> Appointment:
    """HR agreed on a time by telephone: it holds at once, whether it was offered or not.

    ConflictError ``slot_taken``, ``appointment_state``.
    """
    found = rows.locked_for_staff(appointment_id)
    if found.state in {State.PLANNED, State.MISSED}:
        found.state = steps.move(found.state, State.OFFERED)
        rows.save(_without_time(found), now)
    if not found.slots.filter(starts_at=starts_at).exists():
        found.slots.create(
            unit_id=found.unit_id,
            candidate_id=found.candidate_id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=found.minutes),
        )
    return confirm(appointment_id=appointment_id, starts_at=starts_at, now=now)


@transaction.atomic
def reschedule(
    *, appointment_id: UUID, starts_at: datetime, now: datetime, reason: str = "other"
) -> Appointment:
    """Another time at which everybody is at hand, chosen by the candidate or by HR. The same again is once.

    ConflictError: ``moved_too_often``, ``moved_too_late``, ``slot_taken``, ``appointment_state``.
    """
    found = _locked_by_either(appointment_id)
    if found.state == State.CONFIRMED and found.starts_at == starts_at:
        return found
    by_candidate = actors.current().kind == "candidate"
    if found.state != State.CONFIRMED or found.starts_at is None:
        raise ConflictError("it has no time to be moved from", code="appointment_state")
    moves = found.candidate_moves if by_candidate else found.staff_moves
    steps.check_move(by_candidate=by_candidate, moves=moves, starts_at=found.starts_at, now=now)
    found.reason = steps.check_reason(reason, by_candidate=by_candidate)
    _take(found, starts_at, now)
    found.sequence += 1
    found.candidate_moves += by_candidate
    found.staff_moves += not by_candidate
    rows.save(found, now)
    rows.record(found, "moved", {"starts_at": starts_at, "sequence": found.sequence, "reason": reason})
    rows.set_reminders(found, now)
    telling.candidate(found, "appointment-moved", now, method="REQUEST")
    telling.staff(found, "appointment-staff-moved", now, method="REQUEST")
    rows.publish(AppointmentMoved, found)
    return found


def keep_time(appointment: Appointment, now: datetime) -> None:
    """Book the same time again for the people of this moment; ConflictError when somebody is not free."""
    assert appointment.starts_at is not None
    _take(appointment, appointment.starts_at, now)


def free_times(appointment: Appointment, now: datetime) -> list[datetime]:
    """What the candidate may move it to: a choice of the free times, never all of them."""
    from bole.hiring.scheduling.rules import slots

    with actors.system_scope("other times for a candidate", appointment.unit_id):
        free = [
            one for one in queries.free_slots(appointment, now) if one.span.start != appointment.starts_at
        ]
    chosen = slots.spread(free, zone=queries.bank_zone(), count=steps.MOST_SLOTS, per_day=2)
    return [one.span.start for one in chosen]


def _take(found: Appointment, starts_at: datetime, now: datetime) -> None:
    rooms = booking.free_rooms(found, starts_at, now)
    if found.room_id in rooms:  # it stays where it is, when it can
        rooms = [found.room_id, *(one for one in rooms if one != found.room_id)]
    room_id = booking.take(found, starts_at, rooms)
    found.starts_at, found.ends_at = starts_at, starts_at + timedelta(minutes=found.minutes)
    found.room_id = room_id
    found.place = _place(found, room_id)


def _place(found: Appointment, room_id: UUID | None) -> dict[str, str]:
    """Room and address in both languages, as everybody is told now."""
    room = next((one for one in possible_rooms(found, len(attendees_of(found))) if one.pk == room_id), None)
    if room is None:
        return {}
    zh = "，".join(part for part in (room.label_zh, room.place_zh) if part)
    en = ", ".join(part for part in (room.label_en or room.label_zh, room.place_en or room.place_zh) if part)
    return {"zh": zh, "en": en}


def _without_time(found: Appointment) -> Appointment:
    found.starts_at = found.ends_at = None
    return found


def _locked_by_either(appointment_id: UUID) -> Appointment:
    """For its candidate, or HR of its unit."""
    if actors.current().kind == "candidate":
        return rows.locked_for_candidate(appointment_id)
    return rows.locked_for_staff(appointment_id)
