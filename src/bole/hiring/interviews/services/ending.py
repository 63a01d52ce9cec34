"""How an interview ends: by the candidate's own button, or by its window."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.queue import timers
from bole.hiring.interviews import rules
from bole.hiring.interviews.events import InterviewExpired, InterviewFinished
from bole.hiring.interviews.models import Answer, Interview
from bole.hiring.interviews.services import collecting, probing, reminding, steps, telling
from bole.hiring.pipeline import queries as pipeline
from bole.kernel.errors import ConflictError

NEXT_STEP = {"zh": "评估面试回答", "en": "your answers are assessed"}


@transaction.atomic
def finish(*, interview_id: UUID, now: datetime, partial: bool = False) -> Interview:
    """ "I am finished" with everything. ``partial=True`` leaves open questions unanswered on purpose.
    Twice is once."""
    interview = steps.locked_for_candidate(interview_id)
    if interview.state == Interview.State.FINISHED:
        return interview
    steps.check_answering(interview)
    open_answers = Answer.objects.filter(interview=interview, let_go="").exclude(state=Answer.State.SUBMITTED)
    left = [steps.facts_of(answer) for answer in open_answers.filter(state=Answer.State.RECORDING)]
    if any(facts.finished or facts.unfinished for facts in left):
        raise ConflictError("an answer is still being recorded", code="recordings_unfinished")
    if open_answers.exists() and not partial:
        raise ConflictError("questions are not answered", code="answers_missing")
    if not interview.submitted_count:
        raise ConflictError("nothing was answered", code="answers_missing")
    probing.let_go(interview, Answer.LetGo.DECLINED, now)
    return _finished(interview, "candidate", now)


@transaction.atomic
def close_window(*, interview_id: UUID, now: datetime) -> Interview:
    """The timer at the end of the window: given answers count, begun ones count as far as they arrived, an
    untouched invitation expires. Repeatable."""
    interview = steps.locked(interview_id)
    if interview.state not in {"invited", "opened", "in_progress"} or now < interview.closes_at:
        return interview
    collecting.collect(interview, now, Answer.Part.CORE, Answer.Part.PERSONAL)
    if interview.submitted_count:
        return _finished(interview, "window", now)
    interview.state = rules.move(interview.state, Interview.State.EXPIRED)
    interview.save(update_fields=["state"])
    events.publish(InterviewExpired(interview.pk, interview.unit_id))
    steps.record(interview, "expired")
    steps.tell(interview)
    return interview


@transaction.atomic
def cancel(*, application_id: UUID, now: datetime) -> int:
    """The application ended: invitations that still wait for answers end with it. Repeatable; nothing happens
    when it was taken up again meanwhile."""
    if not pipeline.is_closed(pipeline.get(application_id)):
        return 0
    living = Interview.objects.select_for_update().filter(
        application_id=application_id, state__in=("invited", "opened", "in_progress")
    )
    ended = list(living)
    for interview in ended:
        interview.state = rules.move(interview.state, Interview.State.WITHDRAWN)
        interview.save(update_fields=["state"])
        reminding.stop(interview)
        timers.cancel(kind=steps.WINDOW_CLOSES, key=str(interview.pk))
        steps.record(interview, "cancelled", details={"at": now})
        steps.tell(interview)
    for interview in Interview.objects.select_for_update().filter(
        application_id=application_id, probe_decision__settled_at__isnull=True, probe_decision__isnull=False
    ):
        probing.let_go(interview, Answer.LetGo.ENDED, now)
    return len(ended)


@transaction.atomic
def close_probes(*, interview_id: UUID, now: datetime) -> bool:
    """The time for the probes is over: begun ones count as they arrived. False when none was open."""
    interview = steps.locked(interview_id)
    decision = probing.open_decision(interview)
    if decision is None or decision.answer_by is None or now < decision.answer_by:
        return False
    collecting.collect(interview, now, Answer.Part.PROBE)
    probing.let_go(interview, Answer.LetGo.LAPSED, now)
    return True


def _finished(interview: Interview, by: str, now: datetime) -> Interview:
    interview.state = rules.move(interview.state, Interview.State.FINISHED)
    waiting = probing.open_decision(interview)
    from_then = waiting.answer_by + rules.UPLOAD_GRACE if waiting and waiting.answer_by else now
    interview.finished_at, interview.feedback_due_at = now, from_then + rules.FEEDBACK_WITHIN
    interview.save(update_fields=["state", "finished_at", "feedback_due_at"])
    timers.cancel(kind=steps.WINDOW_CLOSES, key=str(interview.pk))
    reminding.stop(interview)
    timers.set(
        kind=steps.FEEDBACK_DUE,
        key=str(interview.pk),
        due_at=interview.feedback_due_at,
        unit_id=interview.unit_id,
    )
    _say_what_happens_next(interview, now)
    events.publish(InterviewFinished(interview.pk, interview.unit_id, interview.automated))
    steps.record(interview, "finished", details={"by": by, "answers": interview.submitted_count})
    steps.tell(interview)
    return interview


def _say_what_happens_next(interview: Interview, now: datetime) -> None:
    language = interview.language
    assert interview.feedback_due_at is not None
    telling.tell(
        interview,
        "next-step",
        {
            **telling.greeting(interview),
            "step": NEXT_STEP[language],
            "by": telling.moment(interview.feedback_due_at, language, interview.zone),
            "link": telling.link_of(interview, "done/"),
        },
        now=now,
        occasion="finished",
    )
