"""What higher steps tell an interview, so that its list row needs no further query."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.queue import timers
from bole.hiring.interviews.models import Interview
from bole.hiring.interviews.services import rights, steps, telling


@transaction.atomic
def note_progress(
    *, interview_id: UUID, analysed: int | None = None, failed: int | None = None, progress: int | None = None
) -> None:
    """How far analysis is: answers rated, answers failed, percent; None leaves a figure. Live pages hear
    of a change."""
    interview = steps.locked(interview_id)
    before = (interview.analysed_count, interview.failed_count, interview.progress)
    given = (analysed, failed, progress)
    after = tuple(old if new is None else new for old, new in zip(before, given, strict=True))
    if before == after:
        return
    interview.analysed_count, interview.failed_count, interview.progress = after
    interview.save(update_fields=["analysed_count", "failed_count", "progress"])
    steps.tell(interview)


def hold(*, interview_id: UUID) -> bool:
    """Lock the interview until the caller's transaction ends. False when the candidate left meanwhile."""
    return steps.locked(interview_id).state != Interview.State.WITHDRAWN


NEXT_STEP = {"zh": "下一步和日期见结果页面。", "en": "The next step and its date are on the result page."}


@transaction.atomic
def send_feedback(*, interview_id: UUID, now: datetime, next_step: str = "") -> bool:
    """Tell the candidate that the result can be read, and the next step with its date. False when that was
    done before."""
    interview = steps.locked(interview_id)
    if interview.feedback_sent_at is not None or interview.state == Interview.State.WITHDRAWN:
        return False
    telling.tell(
        interview,
        "feedback-ready",
        _result(interview, next_step),
        now=now,
    )
    interview.feedback_sent_at = now
    interview.save(update_fields=["feedback_sent_at"])
    timers.cancel(kind=steps.FEEDBACK_DUE, key=str(interview.pk))
    rights.resolve_open(interview_id=interview_id, kind="explain", now=now)
    steps.record(interview, "feedback_sent")
    steps.tell(interview)
    return True


@transaction.atomic
def tell_decision(*, interview_id: UUID, next_step: str, now: datetime) -> None:
    """The decision fell after the feedback had gone; once."""
    interview = steps.locked(interview_id)
    if interview.state != Interview.State.WITHDRAWN:
        telling.tell(interview, "decision-made", _result(interview, next_step), now=now)
        steps.record(interview, "decision_told")


def _result(interview: Interview, next_step: str) -> dict[str, str]:
    return {
        **telling.greeting(interview),
        "next": next_step or NEXT_STEP[interview.language],
        "link": telling.link_of(interview, "result/"),
    }
