"""Reactions of interviews: they only defer tasks."""

from bole.foundation import queue
from bole.foundation.privacy.events import ConsentWithdrawn
from bole.hiring.interviews import tasks
from bole.hiring.pipeline.events import ApplicationClosed, StageEntered


def on_application_closed(event: ApplicationClosed) -> None:
    """Nobody answers questions for an application that ended."""
    queue.defer(tasks.CANCEL, application_id=event.application_id, unit_id=event.unit_id)


def on_stage_entered(event: StageEntered) -> None:
    """Where the process says so, whoever enters the AI interview is invited at once."""
    queue.defer(
        tasks.INVITE, application_id=event.application_id, stage=event.to_stage, unit_id=event.unit_id
    )


def on_consent_withdrawn(event: ConsentWithdrawn) -> None:
    """Whoever took the consent back, and wherever: interviews that rest on it change."""
    queue.defer(
        tasks.WITHDRAW,
        unit_id=event.unit_id,
        candidate_id=event.candidate_id,
        purpose=event.purpose,
        about_id=event.about_id,
    )
