"""Reactions of re-interviews: they only defer tasks; timers recheck when they fire."""

from uuid import UUID

from bole.foundation import queue
from bole.foundation.queue import timers
from bole.hiring.assessment.events import ReportReady
from bole.hiring.panels import services, tasks
from bole.hiring.panels.services import steps
from bole.hiring.panels.services.arranging import KIND
from bole.hiring.pipeline.events import StageEntered
from bole.hiring.scheduling.events import (
    AppointmentCancelled,
    AppointmentConfirmed,
    AppointmentMissed,
    AppointmentMoved,
)

Appointed = AppointmentCancelled | AppointmentConfirmed | AppointmentMissed | AppointmentMoved


def on_stage_entered(event: StageEntered) -> None:
    """Into the pool or before a panel: prepare the guide. Anywhere: a panel it has left is called off."""
    if event.from_stage:
        _defer(tasks.STOP, event.application_id, event.unit_id)
    if event.to_kind in {"pool", "panel"}:
        _defer(tasks.BUILD, event.application_id, event.unit_id)


def on_report_ready(event: ReportReady) -> None:
    """A new report of somebody whose guide waits: its reasons are read anew."""
    _defer(tasks.BUILD, event.application_id, event.unit_id)


def on_appointment(event: Appointed) -> None:
    """A panel's appointment got a time, another one, or none."""
    if event.kind == KIND and event.about_id is not None:
        lock = f"panels:{event.application_id}"
        queue.defer(tasks.FOLLOW, lock=lock, panel_id=event.about_id, unit_id=event.unit_id)


def _defer(task: str, application_id: UUID, unit_id: UUID) -> None:
    queue.defer(task, lock=f"panels:{application_id}", application_id=application_id, unit_id=unit_id)


@timers.on(steps.MATERIAL)
def on_material(fired: timers.Fired) -> None:
    """The appointment comes near."""
    services.remind_material(panel_id=UUID(fired.key), now=fired.now)


@timers.on(steps.REMIND)
def on_remind(fired: timers.Fired) -> None:
    """The time for cards is nearly over."""
    services.remind(panel_id=UUID(fired.key), now=fired.now)


@timers.on(steps.AGAIN)
def on_again(fired: timers.Fired) -> None:
    """The time for cards is over."""
    services.remind(panel_id=UUID(fired.key), now=fired.now, again=True)


@timers.on(steps.ESCALATE)
def on_escalate(fired: timers.Fired) -> None:
    """Long over."""
    services.escalate(panel_id=UUID(fired.key), now=fired.now)
