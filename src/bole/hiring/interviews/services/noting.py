"""What higher steps tell an interview, so that its list row needs no further query."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.queue import timers
from bole.hiring.interviews.models import Interview
from bole.hiring.interviews.services import steps


@transaction.atomic
def note_progress(*, interview_id: UUID, analysed: int, failed: int, progress: int) -> None:
    """How far analysis is: answers done, answers failed, percent. Live pages hear of a change."""
    interview = steps.locked(interview_id)
    before = (interview.analysed_count, interview.failed_count, interview.progress)
    if before == (analysed, failed, progress):
        return
    interview.analysed_count, interview.failed_count, interview.progress = analysed, failed, progress
    interview.save(update_fields=["analysed_count", "failed_count", "progress"])
    steps.tell(interview)


@transaction.atomic
def note_feedback_sent(*, interview_id: UUID, now: datetime) -> bool:
    """The candidate was told. False when that was noted before."""
    interview = steps.locked(interview_id)
    if interview.feedback_sent_at is not None:
        return False
    interview.feedback_sent_at = now
    interview.save(update_fields=["feedback_sent_at"])
    timers.cancel(kind=steps.FEEDBACK_DUE, key=str(interview.pk))
    steps.tell(interview)
    return True
