"""Reactions and timers of checks: reactions defer tasks, each timer rechecks when it fires."""

from uuid import UUID

from bole.foundation import queue
from bole.foundation.privacy.events import ConsentWithdrawn
from bole.foundation.queue import timers
from bole.hiring.pipeline.events import StageEntered
from bole.hiring.verification import queries, services, tasks  # noqa: F401  tasks registers the work
from bole.hiring.verification.services import steps

KIND = "check"


def on_stage_entered(event: StageEntered) -> None:
    """Into a stage of kind check: its checks are opened. Anywhere else: what is open there ends."""
    opens = event.to_kind == KIND
    if opens or queries.has_open(event.application_id):
        queue.defer(
            steps.OPEN if opens else steps.STOP,
            lock=f"verification:{event.application_id}",
            application_id=event.application_id,
            unit_id=event.unit_id,
        )


def on_consent_withdrawn(event: ConsentWithdrawn) -> None:
    """Whoever took the consent back, and wherever: what rests on it stops."""
    if event.purpose.startswith("check_"):
        queue.defer(
            steps.WITHDRAW,
            unit_id=event.unit_id,
            candidate_id=event.candidate_id,
            purpose=event.purpose,
            about_id=event.about_id,
        )


@timers.on(steps.TRY)
def on_try(fired: timers.Fired) -> None:
    """Ask a source again. A worker does it, so that a slow source holds no sweep up."""
    queue.defer(steps.SEND, check_id=UUID(fired.key), unit_id=fired.unit_id)


@timers.on(steps.LATE)
def on_late(fired: timers.Fired) -> None:
    """The service level of a check is over."""
    services.late(check_id=UUID(fired.key), now=fired.now)


@timers.on(steps.REPLY)
def on_window_over(fired: timers.Fired) -> None:
    """The person did not reply."""
    services.window_over(verification_id=UUID(fired.key), now=fired.now)


@timers.on(steps.CONSENT_DUE)
def on_consent_due(fired: timers.Fired) -> None:
    """The person has not decided yet."""
    services.remind_of_consent(verification_id=UUID(fired.key), now=fired.now)


@timers.on(steps.DOUBT_DUE)
def on_doubts_due(fired: timers.Fired) -> None:
    """The to-verify list is late."""
    services.doubts_due(verification_id=UUID(fired.key), now=fired.now)


@timers.on(steps.RETENTION)
def on_retention_over(fired: timers.Fired) -> None:
    """What a check holds has been kept long enough."""
    services.erase_check(check_id=UUID(fired.key), now=fired.now)
