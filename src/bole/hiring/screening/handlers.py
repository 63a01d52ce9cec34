"""Reactions of screening: they only defer tasks."""

from bole.foundation import queue
from bole.hiring.candidates.events import CandidatesMerged, ResumeParsed
from bole.hiring.pipeline.events import StageEntered
from bole.hiring.requisitions.events import PortraitChanged, ProcessChanged
from bole.hiring.screening import queries, tasks


def on_resume_parsed(event: ResumeParsed) -> None:
    """There is something to read."""
    queue.defer(tasks.SCREEN_PERSON, candidate_id=event.candidate_id, unit_id=event.unit_id)


def on_candidates_merged(event: CandidatesMerged) -> None:
    """The newest résumé of two files is in force for both, or again each file's own."""
    for candidate_id in (event.candidate_id, event.into_id):
        queue.defer(tasks.SCREEN_PERSON, candidate_id=candidate_id, unit_id=event.unit_id)


def on_stage_entered(event: StageEntered) -> None:
    """Somebody applied, or came back to be screened."""
    if event.to_kind == queries.KIND:
        lock = f"screening:{event.application_id}"
        queue.defer(tasks.SCREEN, lock=lock, application_id=event.application_id, unit_id=event.unit_id)


def on_portrait_changed(event: PortraitChanged) -> None:
    """Other weights, another match."""
    queue.defer(tasks.AGAIN, requisition_id=event.requisition_id, unit_id=event.unit_id)


def on_process_changed(event: ProcessChanged) -> None:
    """Another way: the quick step of a crowd has to be in it."""
    queue.defer(tasks.FOLLOW, requisition_id=event.requisition_id, unit_id=event.unit_id)
