"""Reactions of feedback: they only defer tasks."""

from bole.foundation import queue
from bole.hiring.assessment.events import ReportReady, ReviewLocked
from bole.hiring.feedback import tasks
from bole.hiring.interviews.events import InterviewFinished
from bole.hiring.pipeline.events import StageEntered

KIND = "ai_interview"


def on_interview_finished(event: InterviewFinished) -> None:
    """The clock runs."""
    queue.defer(tasks.PREPARE, interview_id=event.interview_id, unit_id=event.unit_id)


def on_report_ready(event: ReportReady) -> None:
    """There is something to write from."""
    queue.defer(tasks.PREPARE, interview_id=event.interview_id, unit_id=event.unit_id)


def on_review_locked(event: ReviewLocked) -> None:
    """A person has rated; where no program did, this is what there is to write from."""
    queue.defer(tasks.REDRAFT, report_id=event.report_id, unit_id=event.unit_id)


def on_stage_entered(event: StageEntered) -> None:
    """Leaving the AI interview is the decision the candidate waits for; who withdrew himself needs no
    letter."""
    if event.from_kind == KIND and event.by != "candidate":
        queue.defer(tasks.DECIDED, application_id=event.application_id, unit_id=event.unit_id)
