"""Reactions of assessment: they only defer tasks."""

from uuid import UUID

from bole.foundation import queue
from bole.hiring.analysis.events import AnalysisSettled, AnswerAnalysed, AnswerHeard
from bole.hiring.assessment import tasks
from bole.hiring.assessment.events import ReportReady, ReviewLocked
from bole.hiring.assessment.services import heard
from bole.hiring.assessment.services.compiling import TASK as COMPILE
from bole.hiring.assessment.services.settling import TASK as SETTLE
from bole.hiring.interviews.events import AnswerSubmitted, InterviewFinished, ProbesSettled


def on_answer_submitted(event: AnswerSubmitted) -> None:
    """Typed answers need no ears: rate them at once, and before it see whether something is to be asked."""
    if event.typed and event.automated:
        heard.defer_decision(event.interview_id, event.unit_id)
        _rate(event.answer_id, event.attempt, event.unit_id)


def on_answer_heard(event: AnswerHeard) -> None:
    """A candidate may be waiting for a follow-up question, and the words are all it takes."""
    heard.defer_decision(event.interview_id, event.unit_id)


def on_answer_analysed(event: AnswerAnalysed) -> None:
    """Heard (and seen): rate it."""
    _rate(event.answer_id, event.attempt, event.unit_id)


def on_analysis_settled(event: AnalysisSettled) -> None:
    """A consent changed: what was rated and reported may not rest on it any more."""
    queue.defer(SETTLE, interview_id=event.interview_id, unit_id=event.unit_id, granted=event.granted)


def on_interview_finished(event: InterviewFinished) -> None:
    """Perhaps everything is rated already; then probes are decided on, and after them the report is made."""
    heard.defer_decision(event.interview_id, event.unit_id)
    queue.defer(COMPILE, interview_id=event.interview_id, unit_id=event.unit_id)


def on_probes_settled(event: ProbesSettled) -> None:
    """No follow-up question waits any more."""
    queue.defer(COMPILE, interview_id=event.interview_id, unit_id=event.unit_id)


def on_new_figures(_event: ReportReady | ReviewLocked) -> None:
    """One more for the norm groups, or one more double rating. One waiting task serves any number of them."""
    queue.defer(tasks.STATISTICS, queueing_lock=tasks.STATISTICS)


def on_review_locked(event: ReviewLocked) -> None:
    """A person has rated: now, and not before, a second opinion may be asked for."""
    queue.defer(
        tasks.SECOND_OPINION,
        lock=f"second:{event.report_id}",
        report_id=event.report_id,
        unit_id=event.unit_id,
    )


def _rate(answer_id: UUID, attempt: int, unit_id: UUID) -> None:
    queue.defer(tasks.RATE, lock=f"rate:{answer_id}", answer_id=answer_id, attempt=attempt, unit_id=unit_id)
