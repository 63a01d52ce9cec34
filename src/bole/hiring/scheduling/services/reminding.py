"""What timers do: remind both sides, ask again for a choice, tell HR that none was made."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.hiring.scheduling import queries
from bole.hiring.scheduling.models import Appointment
from bole.hiring.scheduling.services import rows, telling

State = Appointment.State


@transaction.atomic
def remind(*, appointment_id: UUID, now: datetime) -> bool:
    """A day, or an hour, before. False when there is nothing to remind of any more."""
    found = rows.locked(appointment_id)
    if found.state != State.CONFIRMED or found.starts_at is None or found.starts_at <= now:
        return False
    telling.candidate(found, "appointment-soon", now)
    telling.staff(found, "appointment-staff-soon", now)
    rows.record(found, "reminded", {"starts_at": found.starts_at})
    return True


@transaction.atomic
def ask_again(*, appointment_id: UUID, now: datetime) -> bool:
    """A day without a choice: the candidate gets the link once more. False when he chose, or nothing is
    left."""
    found = rows.locked(appointment_id)
    if found.state != State.OFFERED or not queries.offered_and_free(found, now):
        return False
    telling.candidate(found, "appointment-offered", now)
    rows.record(found, "asked_again")
    return True


@transaction.atomic
def give_up(*, appointment_id: UUID, now: datetime) -> bool:
    """The last time offered has passed: HR is told. False when he chose."""
    found = rows.locked(appointment_id)
    if found.state != State.OFFERED:
        return False
    telling.wish(found, "unpicked", now)
    rows.record(found, "not_chosen")
    return True
