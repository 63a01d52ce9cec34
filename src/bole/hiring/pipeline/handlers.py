"""Reactions of the pipeline: they only defer tasks."""

from bole.foundation import queue
from bole.foundation.privacy.events import PersonErased
from bole.hiring.pipeline import tasks


def on_person_erased(event: PersonErased) -> None:
    """Nobody goes on with the application of somebody who is gone, whoever asked for the erasure."""
    queue.defer(tasks.LEAVE, candidate_id=event.candidate_id, unit_id=event.unit_id)
