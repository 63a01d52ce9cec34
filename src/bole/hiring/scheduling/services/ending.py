"""It does not take place: somebody cancels, or the candidate does not come."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors
from bole.hiring.scheduling import policies
from bole.hiring.scheduling.events import AppointmentCancelled, AppointmentMissed
from bole.hiring.scheduling.models import Appointment
from bole.hiring.scheduling.rules import steps
from bole.hiring.scheduling.services import booking, rows, telling
from bole.kernel.errors import ConflictError, DeniedError

State = Appointment.State


@transaction.atomic
def cancel(*, appointment_id: UUID, reason: str, now: datetime) -> Appointment:
    """By HR or by the candidate. Nothing else changes: the application stays where it is. Twice is once.

    ConflictError ``appointment_state`` once it has begun (then it is a matter of ``no_show``).
    """
    by_candidate = actors.current().kind == "candidate"
    if by_candidate:
        found = rows.locked_for_candidate(appointment_id)
    else:
        found = rows.locked_for_staff(appointment_id)
    if found.state == State.CANCELLED:
        return found
    begun = found.state == State.CONFIRMED and found.starts_at is not None and found.starts_at <= now
    if begun:
        raise ConflictError("it has begun", code="appointment_state")
    found.reason = steps.check_reason(reason, by_candidate=by_candidate)
    had_time = found.state == State.CONFIRMED
    end(found, now)
    rows.record(found, "cancelled", {"reason": reason, "sequence": found.sequence})
    if had_time:
        telling.candidate(found, "appointment-cancelled", now, method="CANCEL")
        telling.staff(found, "appointment-staff-cancelled", now, method="CANCEL")
    if by_candidate:
        telling.wish(found, "cancelled", now)
    rows.publish(AppointmentCancelled, found)
    return found


def close_all(*, application_id: UUID, now: datetime) -> int:
    """The application ended: what was still to come is cancelled; how many. Repeatable. For the machine."""
    waiting = Appointment.objects.filter(application_id=application_id, state__in=steps.OPEN).exclude(
        state=State.CONFIRMED, starts_at__lte=now
    )
    ids = list(waiting.exclude(state=State.MISSED).values_list("pk", flat=True))
    for one in ids:
        cancel(appointment_id=one, reason="opening_closed", now=now)
    return len(ids)


def end(found: Appointment, now: datetime) -> None:
    """Cancelled: what it had taken is free again."""
    found.state = steps.move(found.state, State.CANCELLED)
    found.sequence += 1
    with actors.system_scope("an appointment ends", found.unit_id):
        booking.release(found)
        found.slots.all().delete()
    rows.clear_timers(found)
    rows.save(found, now)


@transaction.atomic
def no_show(*, appointment_id: UUID, now: datetime) -> Appointment:
    """The candidate did not come: said by somebody who was there, or HR. Twice is once.

    It rejects nobody. The candidate is asked whether he wants another time, once in the life of the
    appointment. ConflictError ``too_early``, ``too_late``, ``appointment_state``.
    """
    found, actor = rows.locked(appointment_id), actors.current()
    if not (policies.may_manage(actor, found.unit_id) or telling.is_attendee(found, actor.id)):
        raise DeniedError("neither there nor HR")
    if found.state == State.MISSED:
        return found
    if found.starts_at is None:
        raise ConflictError("it has no time", code="appointment_state")
    found.state = steps.move(found.state, State.MISSED)
    steps.check_missed(found.starts_at, now)
    first = found.asked_again_at is None
    if first:
        found.asked_again_at = now
    rows.clear_timers(found)
    rows.save(found, now)
    rows.record(found, "missed", {"asked": first})
    if first:
        telling.candidate(found, "appointment-missed", now)
    rows.publish(AppointmentMissed, found)
    return found


@transaction.atomic
def want_another(*, appointment_id: UUID, wish: bool, now: datetime) -> Appointment:
    """The candidate's word after he missed it: another time, or none. His first word counts; HR is told."""
    found = rows.locked_for_candidate(appointment_id)
    if found.wants_another is not None:
        return found
    if found.state != State.MISSED:
        raise ConflictError("nothing was asked", code="appointment_state")
    found.wants_another = wish
    rows.save(found, now)
    rows.record(found, "wish_told", {"another": wish})
    telling.wish(found, "another" if wish else "none", now)
    return found
