"""One question: open it, record (again after a break), retake, submit; or type."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.files import services as files
from bole.hiring.interviews import rules
from bole.hiring.interviews.events import AnswerSubmitted
from bole.hiring.interviews.models import Answer, Interview, Recording
from bole.hiring.interviews.services import probing, reminding, steps
from bole.kernel.errors import ConflictError, DeniedError, NotFoundError


@transaction.atomic
def begin_question(*, interview_id: UUID, question_key: str, now: datetime) -> Answer:
    """Show the question and start its think time. Opening it again changes nothing: a reload gains no time.

    Questions come in order, one after the other.
    """
    interview = steps.locked_for_candidate(interview_id)
    answer = steps.answer_of(interview, question_key)
    if answer.think_started_at is not None:
        return answer
    steps.check_answer(interview, answer)
    steps.window_of(interview, answer).check(now)
    _check_order(interview, answer, now)
    answer.think_started_at = now
    answer.save(update_fields=["think_started_at"])
    if interview.state not in {Interview.State.IN_PROGRESS, Interview.State.FINISHED}:
        interview.state = rules.move(interview.state, Interview.State.IN_PROGRESS)
        reminding.plan_finish(interview, now)
        interview.save(update_fields=["state"])
    steps.record(interview, "question_begun", details={"answer": answer.pk, "question": question_key})
    steps.tell(interview)
    return answer


@transaction.atomic
def start_recording(*, interview_id: UUID, question_key: str, content_type: str, now: datetime) -> Recording:
    """Begin a stretch of recording and open its upload. After a reload the next stretch begins here."""
    interview = steps.locked_for_candidate(interview_id)
    answer = steps.answer_of(interview, question_key)
    steps.check_answer(interview, answer)
    if interview.mode not in {Interview.Mode.VIDEO, Interview.Mode.AUDIO}:
        raise DeniedError("this interview is not recorded", code="recording_refused")
    facts, timing = steps.facts_of(answer), steps.timing_of(interview, question_key)
    rules.check_start(facts, timing, steps.window_of(interview, answer), now)
    upload = files.start_upload(
        unit_id=interview.unit_id,
        candidate_id=interview.candidate_id,
        purpose="sound" if interview.mode == Interview.Mode.AUDIO else "recording",
        declared_type=content_type,
        max_bytes=timing.max_bytes(facts.recorded_seconds),
        now=now,
    )
    recording = Recording.objects.create(
        unit_id=interview.unit_id,
        candidate_id=interview.candidate_id,
        answer=answer,
        attempt=answer.attempt,
        ordinal=Recording.objects.filter(answer=answer, attempt=answer.attempt).count() + 1,
        content_type=content_type[:80],
        upload_id=upload.pk,
        started_at=now,
    )
    if answer.deadline_at is None:
        answer.recording_started_at, answer.deadline_at = now, timing.deadline(now)
    answer.state = Answer.State.RECORDING
    answer.save(update_fields=["state", "recording_started_at", "deadline_at"])
    steps.tell(interview)
    return recording


@transaction.atomic
def finish_recording(
    *, recording_id: UUID, parts: int, total_bytes: int, seconds: float, now: datetime
) -> Recording:
    """Close a stretch when all its parts arrived. ``parts=0`` says that nothing was kept of it. Repeatable.

    Arriving late is fine (the phone was offline); beginning late is not.
    """
    found = Recording.objects.select_related("answer").filter(pk=recording_id).first()
    if found is None:
        raise NotFoundError("no such recording")
    interview = steps.locked_for_candidate(found.answer.interview_id)
    answer = steps.answer_of(interview, found.answer.question_key)
    recording = Recording.objects.select_for_update().get(pk=recording_id)
    if recording.state != Recording.State.OPEN:
        return recording
    over = {"finished", "expired", "withdrawn"} - (
        {"finished"} if answer.part == Answer.Part.PROBE else set()
    )
    if answer.state == Answer.State.SUBMITTED or interview.state in over or answer.let_go:
        raise ConflictError("the answer was submitted", code="already_submitted")
    if parts == 0:
        abandon(recording, now)
        return recording
    timing = steps.timing_of(interview, answer.question_key)
    recording.declared_seconds = rules.check_seconds(seconds, steps.facts_of(answer), timing)
    stored = files.finish_upload(upload_id=recording.upload_id, parts=parts, total_bytes=total_bytes, now=now)
    keep(recording, stored.pk, stored.sha256, now)
    steps.tell(interview)
    return recording


def keep(recording: Recording, file_id: UUID, sha256: str, now: datetime) -> None:
    """The stretch is whole and stored; its ``declared_seconds`` are set by the caller."""
    recording.file_id, recording.file_sha256 = file_id, sha256
    recording.state, recording.finished_at = Recording.State.FINISHED, now
    recording.save(update_fields=["declared_seconds", "file_id", "file_sha256", "state", "finished_at"])


@transaction.atomic
def submit_answer(*, interview_id: UUID, question_key: str, now: datetime) -> Answer:
    """ "I am finished" with this question. Only when everything recorded has arrived. Twice is once."""
    interview = steps.locked_for_candidate(interview_id)
    answer = steps.answer_of(interview, question_key)
    if answer.state == Answer.State.SUBMITTED:
        return answer
    steps.check_answer(interview, answer)
    rules.check_submit(steps.facts_of(answer))
    return submitted(interview, answer, now)


@transaction.atomic
def submit_typed(*, interview_id: UUID, question_key: str, text: str, now: datetime) -> Answer:
    """A typed answer, rated by the same rubric. The same text twice is once; another text after that is
    refused."""
    interview = steps.locked_for_candidate(interview_id)
    answer = steps.answer_of(interview, question_key)
    cleaned = rules.check_typed(text, mode=interview.mode)
    if answer.state == Answer.State.SUBMITTED:
        if answer.typed_text != cleaned:
            raise ConflictError("the answer was submitted", code="already_submitted")
        return answer
    steps.check_answer(interview, answer)
    rules.check_typing_time(answer.think_started_at, steps.timing_of(interview, question_key), now)
    answer.typed_text, answer.kind = cleaned, Answer.Kind.TYPED
    answer.save(update_fields=["typed_text", "kind"])
    return submitted(interview, answer, now)


@transaction.atomic
def retake(*, interview_id: UUID, question_key: str, now: datetime) -> Answer:
    """Throw the recordings of this attempt away and record again, as often as the guide allows everybody."""
    interview = steps.locked_for_candidate(interview_id)
    answer = steps.answer_of(interview, question_key)
    steps.check_answer(interview, answer)
    late = answer.deadline_at is not None and now > answer.deadline_at
    rules.check_retake(steps.facts_of(answer), retakes=interview.guide["retakes"], deadline_passed=late)
    for recording in Recording.objects.select_for_update().filter(answer=answer, attempt=answer.attempt):
        abandon(recording, now)
    answer.attempt += 1
    answer.recording_started_at, answer.deadline_at, answer.think_started_at = None, None, now
    answer.save(update_fields=["attempt", "recording_started_at", "deadline_at", "think_started_at"])
    steps.record(interview, "retaken", details={"answer": answer.pk, "attempt": answer.attempt})
    steps.tell(interview)
    return answer


def _check_order(interview: Interview, answer: Answer, now: datetime) -> None:
    """Earlier questions were submitted, or their time ran out with nothing to submit."""
    earlier = Answer.objects.filter(interview=interview, ordinal__lt=answer.ordinal, let_go="")
    if interview.state == Interview.State.FINISHED:  # what was left open then stays open
        earlier = earlier.filter(part=Answer.Part.PROBE)
    for other in earlier.exclude(state=Answer.State.SUBMITTED):
        timing = steps.timing_of(interview, other.question_key)
        if not rules.lapsed(steps.facts_of(other), timing, now):
            raise ConflictError("an earlier question is not submitted", code="question_order")


def submitted(interview: Interview, answer: Answer, now: datetime) -> Answer:
    """The answer leaves the candidate's hands: state, count, event, trail; in the caller's transaction."""
    answer.state, answer.submitted_at = Answer.State.SUBMITTED, now
    answer.save(update_fields=["state", "submitted_at"])
    interview.submitted_count = Answer.objects.filter(interview=interview, state="submitted").count()
    interview.save(update_fields=["submitted_count"])
    events.publish(
        AnswerSubmitted(
            answer_id=answer.pk,
            interview_id=interview.pk,
            unit_id=interview.unit_id,
            attempt=answer.attempt,
            typed=answer.kind == Answer.Kind.TYPED,
            automated=interview.automated,
            channels=tuple(interview.channels),
        )
    )
    steps.record(interview, "answer_submitted", details={"answer": answer.pk, "attempt": answer.attempt})
    if answer.part == Answer.Part.PROBE:
        probing.settle(interview, now)
    steps.tell(interview)
    return answer


def abandon(recording: Recording, now: datetime, *, reason: str = "retaken") -> None:
    """Nothing of it is kept: an open upload is thrown away, a stored file erased."""
    if recording.file_id:
        files.erase(file_id=recording.file_id, now=now, reason=reason)
    else:
        files.abort_upload(upload_id=recording.upload_id, now=now)
    recording.state, recording.finished_at = Recording.State.ABANDONED, now
    recording.save(update_fields=["state", "finished_at"])
