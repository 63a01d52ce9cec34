"""Reactions of interviews: they only defer tasks."""

from bole.foundation import queue
from bole.hiring.interviews import tasks
from bole.hiring.pipeline.events import ApplicationClosed


def on_application_closed(event: ApplicationClosed) -> None:
    """Nobody answers questions for an application that ended."""
    queue.defer(tasks.CANCEL, application_id=event.application_id, unit_id=event.unit_id)
