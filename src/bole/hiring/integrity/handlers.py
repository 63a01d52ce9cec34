"""Reactions of integrity: they only defer tasks."""

from uuid import UUID

from bole.foundation import queue
from bole.hiring.analysis.events import AnalysisSettled, AnswerAnalysed
from bole.hiring.integrity import tasks
from bole.hiring.interviews.events import AnswerSubmitted


def on_answer_submitted(event: AnswerSubmitted) -> None:
    """A typed answer has its words already."""
    if event.typed and event.automated:
        _look(event.answer_id, event.attempt)


def on_answer_analysed(event: AnswerAnalysed) -> None:
    """Heard, and perhaps seen."""
    _look(event.answer_id, event.attempt)


def on_analysis_settled(event: AnalysisSettled) -> None:
    """A consent changed: what may be looked at changed with it."""
    queue.defer(tasks.LOOK_AGAIN, lock=f"integrity:{event.interview_id}", interview_id=event.interview_id)


def _look(answer_id: UUID, attempt: int) -> None:
    """Without a unit: earlier answers of other branches are compared as well."""
    queue.defer(tasks.LOOK, lock=f"integrity:{answer_id}", answer_id=answer_id, attempt=attempt)
