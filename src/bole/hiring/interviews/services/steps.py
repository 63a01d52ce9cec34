"""What every verb of this capability begins and ends with: lock, check who acts, write the trail."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Sum

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.hiring.interviews import library, policies, rules
from bole.hiring.interviews.models import Answer, Interview, ProbeDecision, Recording
from bole.kernel.errors import ConflictError, DeniedError, NotFoundError

WINDOW_CLOSES = "interviews.window_closes"
RIGHT_DUE = "interviews.right_due"
FEEDBACK_DUE = "interviews.feedback_due"
REMINDER = "interviews.reminder"
NUDGE = "interviews.nudge"
PROBES_CLOSE = "interviews.probes_close"
PROBE_LINK = "interviews.probe_link"


def locked(interview_id: UUID) -> Interview:
    """The interview under a row lock; NotFoundError when not there or not to be seen."""
    interview = Interview.objects.select_for_update(of=("self",)).filter(pk=interview_id).first()
    if interview is None:
        raise NotFoundError("no such interview")
    return interview


def locked_for_candidate(interview_id: UUID) -> Interview:
    """As ``locked``, for the invited person (or the machine on his behalf) only."""
    interview = locked(interview_id)
    actor = actors.current()
    if actor.kind == "system":
        return interview
    if policies.is_the_candidate(actor, candidate_id=interview.candidate_id, interview_id=interview.pk):
        return interview
    if actor.is_bank_user:
        raise DeniedError("only the candidate answers")
    raise NotFoundError("no such interview")


def locked_for_user(interview_id: UUID, permission: str) -> Interview:
    """As ``locked``, for somebody of the bank with that permission for the unit."""
    interview = locked(interview_id)
    permissions.require(actors.current(), permission, interview.unit_id)
    return interview


def check_answering(interview: Interview) -> None:
    """Answers are taken between the consent and the end."""
    if interview.state in {"finished", "expired", "withdrawn"}:
        raise ConflictError("the interview has ended", code="interview_" + interview.state)
    if interview.consented_at is None:
        raise ConflictError("the candidate has not decided yet", code="not_consented")
    if interview.mode == Interview.Mode.LIVE:
        raise ConflictError("a live interview was asked for", code="live_requested")


def check_answer(interview: Interview, answer: Answer) -> None:
    """As ``check_answering``, for one answer: a probe is taken until it was let go, also after the end."""
    if answer.let_go:
        raise ConflictError("this question is closed", code="probe_closed")
    if answer.part != Answer.Part.PROBE or interview.state != Interview.State.FINISHED:
        check_answering(interview)


def answer_of(interview: Interview, question_key: str) -> Answer:
    """The answer under a row lock."""
    found = Answer.objects.select_for_update().filter(interview=interview, question_key=question_key).first()
    if found is None:
        raise NotFoundError("no such question", code="question_unknown")
    return found


def facts_of(answer: Answer) -> rules.AnswerState:
    """What the rules need to know."""
    mine = Recording.objects.filter(answer=answer, attempt=answer.attempt)
    finished = mine.filter(state=Recording.State.FINISHED)
    return rules.AnswerState(
        state=answer.state,
        attempt=answer.attempt,
        think_started_at=answer.think_started_at,
        deadline_at=answer.deadline_at,
        finished=finished.count(),
        recorded_seconds=finished.aggregate(n=Sum("declared_seconds"))["n"] or 0.0,
        unfinished=mine.filter(state=Recording.State.OPEN).count(),
        typed=answer.kind == Answer.Kind.TYPED,
    )


def timing_of(interview: Interview, question_key: str) -> rules.Timing:
    """The times of a question with the candidate's extra time."""
    question = library.question_of(interview.questions, question_key)
    return rules.Timing.of(
        think_seconds=question["think_seconds"],
        limit_seconds=question["limit_seconds"],
        extra_time=extra_time_of(interview),
        typed=interview.mode == Interview.Mode.TYPED,
    )


def extra_time_of(interview: Interview) -> float:
    """The factor of the accommodation, 1 without one."""
    return float(interview.accommodations.get("extra_time", 1.0))


def window_of(interview: Interview, answer: Answer) -> rules.Window:
    """When a question may be begun; a probe has its own end."""
    closes_at = interview.closes_at
    if answer.part == Answer.Part.PROBE:
        closes_at = ProbeDecision.objects.get(interview=interview).answer_by or closes_at
    return rules.Window(interview.opens_at, closes_at)


def record(
    interview: Interview, what: str, *, fields: Iterable[str] = (), details: dict[str, Any] | None = None
) -> None:
    """The audit line of a verb on an interview."""
    audit.record(
        verb=f"hiring.interviews.interview.{what}",
        obj=("interview", interview.pk),
        unit_id=interview.unit_id,
        fields=fields,
        details=details,
    )


def tell(interview: Interview) -> None:
    """Live pages re-read this interview."""
    live.notify("interview", interview.pk, interview.unit_id)


def iso(moment: datetime | None) -> str | None:
    """For JSON."""
    return moment.isoformat() if moment else None
