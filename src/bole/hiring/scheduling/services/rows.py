"""What the services share: the locked row, its audit line, its event, its timers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bole.foundation import events
from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.queue import timers
from bole.hiring.scheduling import policies, queries
from bole.hiring.scheduling.events import (
    AppointmentCancelled,
    AppointmentConfirmed,
    AppointmentMissed,
    AppointmentMoved,
)
from bole.hiring.scheduling.models import Appointment
from bole.hiring.scheduling.rules import steps
from bole.kernel.errors import NotFoundError

REMIND = "scheduling.remind"
UNPICKED = "scheduling.unpicked"
GONE = "scheduling.gone"
Happened = (
    type[AppointmentConfirmed] | type[AppointmentMoved] | type[AppointmentCancelled] | type[AppointmentMissed]
)


def locked(appointment_id: UUID) -> Appointment:
    """The row, held until the transaction ends, for whoever ``queries.get`` lets see it."""
    queries.get(appointment_id)
    with actors.system_scope("an appointment by its id"):
        return (
            Appointment.objects.select_for_update(of=("self",))
            .select_related("unit", "candidate", "room", "made_by")
            .get(pk=appointment_id)
        )


def locked_for_staff(appointment_id: UUID) -> Appointment:
    """The same, for HR of its unit only."""
    found = locked(appointment_id)
    permissions.require(actors.current(), policies.MANAGE, found.unit_id)
    return found


def locked_for_candidate(appointment_id: UUID) -> Appointment:
    """The same, for its candidate and nobody else."""
    found, actor = locked(appointment_id), actors.current()
    if actor.kind != "candidate" or actor.candidate_id != found.candidate_id:
        raise NotFoundError("no such appointment")
    return found


def save(appointment: Appointment, now: datetime) -> None:
    """Write the whole row, also for an attendee from another branch, who may not write it himself."""
    appointment.changed_at = now
    with actors.system_scope("an appointment changed", appointment.unit_id):
        appointment.save()


def record(appointment: Appointment, what: str, details: Mapping[str, Any] | None = None) -> None:
    """One line of the trail."""
    audit.record(
        verb=f"hiring.scheduling.appointment.{what}",
        obj=("scheduling_appointment", appointment.pk),
        unit_id=appointment.unit_id,
        details=details,
    )


def publish(kind: Happened, appointment: Appointment) -> None:
    """Tell the storeys above."""
    events.publish(
        kind(
            appointment_id=appointment.pk,
            about_id=appointment.about_id,
            application_id=appointment.application_id,
            candidate_id=appointment.candidate_id,
            unit_id=appointment.unit_id,
            kind=appointment.kind,
            starts_at=appointment.starts_at,
        )
    )


def set_reminders(appointment: Appointment, now: datetime) -> None:
    """Of a time just chosen; those of an earlier time go."""
    clear_timers(appointment)
    assert appointment.starts_at is not None
    for key, due_at in steps.reminders(appointment.starts_at, now):
        timers.set(kind=REMIND, key=f"{appointment.pk}:{key}", due_at=due_at, unit_id=appointment.unit_id)


def set_choice_timers(appointment: Appointment, last: datetime, now: datetime) -> None:
    """While the candidate chooses: ask once more, and tell HR when every time offered has passed."""
    clear_timers(appointment)
    key, gone = str(appointment.pk), max(now, last - steps.AHEAD)
    if now + steps.UNPICKED < gone - timedelta(hours=1):
        timers.set(kind=UNPICKED, key=key, due_at=now + steps.UNPICKED, unit_id=appointment.unit_id)
    timers.set(kind=GONE, key=key, due_at=gone, unit_id=appointment.unit_id)


def clear_timers(appointment: Appointment) -> None:
    """Nothing is to be waited for any more."""
    for key in steps.REMINDERS:
        timers.cancel(kind=REMIND, key=f"{appointment.pk}:{key}")
    timers.cancel(kind=UNPICKED, key=str(appointment.pk))
    timers.cancel(kind=GONE, key=str(appointment.pk))
