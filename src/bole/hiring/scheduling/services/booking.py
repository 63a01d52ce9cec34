"""Take a span of time for everybody at once, or for nobody."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from psycopg import errors
from psycopg.types.range import TimestamptzRange

from bole.foundation.access import actors
from bole.hiring.scheduling import queries
from bole.hiring.scheduling.models import Appointment, Booking
from bole.hiring.scheduling.queries.times import attendees_of
from bole.kernel.errors import ConflictError
from bole.kernel.ids import new_id

ROOM_TAKEN = "booking_one_per_room"


def take(appointment: Appointment, starts_at: datetime, rooms: Sequence[UUID | None]) -> UUID | None:
    """Book the people, the candidate and the first of ``rooms`` that is free; gives the room.

    What the appointment had before is given back only if all of this goes through. ConflictError
    (``slot_taken``) when somebody else was first: the database says so, whatever was read before.
    """
    span = (starts_at, starts_at + timedelta(minutes=appointment.minutes))
    users = attendees_of(appointment)
    with actors.system_scope("booking an appointment", appointment.unit_id):
        for room in rooms:
            if _taken(appointment, users, room, span):
                return room
    raise ConflictError("somebody else was first", code="slot_taken")


def _taken(
    appointment: Appointment, users: Sequence[UUID], room: UUID | None, span: tuple[datetime, datetime]
) -> bool:
    try:
        with transaction.atomic():
            release(appointment)
            Booking.objects.bulk_create(_rows(appointment, users, room, TimestamptzRange(*span)))
    except (IntegrityError, OperationalError) as error:
        if _is_room(error):
            return False
        if not isinstance(error.__cause__, errors.ExclusionViolation | errors.DeadlockDetected):
            raise
        raise ConflictError("somebody else was first", code="slot_taken") from error
    return True


def release(appointment: Appointment) -> None:
    """Give back what it had taken."""
    Booking.objects.filter(appointment_id=appointment.pk).delete()


def _rows(
    appointment: Appointment, users: Sequence[UUID], room: UUID | None, during: TimestamptzRange
) -> list[Booking]:
    """Always in the same order, so that two who want the same people wait for each other in one direction."""
    wanted: list[dict[str, UUID]] = [{"user_id": user} for user in sorted(users)]
    wanted += [{"room_id": room}] if room else []
    return [
        Booking(
            id=new_id(),
            unit_id=appointment.unit_id,
            candidate_id=appointment.candidate_id,
            appointment_id=appointment.pk,
            during=during,
            **one,
        )
        for one in [*wanted, {}]
    ]


def _is_room(error: Exception) -> bool:
    cause = error.__cause__
    return isinstance(cause, errors.ExclusionViolation) and cause.diag.constraint_name == ROOM_TAKEN


def free_rooms(appointment: Appointment, starts_at: datetime, now: datetime) -> list[UUID | None]:
    """Where it could take place at that moment; [None] by video. ConflictError (``slot_taken``) when not
    everybody is at hand or no room is free."""
    with actors.system_scope("free times of an appointment"):
        slot = queries.is_free(appointment, starts_at, now)
    if slot is None:
        raise ConflictError("not free any more", code="slot_taken")
    return list(slot.places) or [None]
