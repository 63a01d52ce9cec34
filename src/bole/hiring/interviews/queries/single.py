"""One interview and its parts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import QuerySet

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.foundation.privacy import queries as privacy
from bole.hiring.interviews import library, noticing, policies, rules
from bole.hiring.interviews.models import Answer, Interview, InterviewAssignment, PageNote, Recording
from bole.kernel.answers import LawMode
from bole.kernel.errors import NotFoundError

NOBODY = UUID(int=0)


def visible_to(actor: Actor) -> QuerySet[Interview]:
    """Interviews the actor may know of: an interviewer those assigned to him, a candidate his own."""
    if actor.kind == "candidate":  # an opening is the bank's row: joined, it would hide his own
        mine = Interview.objects.select_related("unit", "candidate").filter(
            candidate_id=actor.candidate_id or NOBODY
        )
        return mine.filter(pk=actor.interview_id) if actor.interview_id else mine
    everything = Interview.objects.select_related("unit", "candidate", "application__requisition")
    if actor.kind == "system":
        return everything
    if not permissions.allowed(actor, policies.VIEW):
        return Interview.objects.none()
    if policies.only_assigned(actor):
        return everything.filter(assignments__user_id=actor.id or NOBODY)
    return everything


def get(interview_id: UUID) -> Interview:
    """One interview; NotFoundError when not there or not to be seen."""
    found = visible_to(actors.current()).select_related("probe_decision").filter(pk=interview_id).first()
    if found is None:
        raise NotFoundError("no such interview")
    return found


def newest_of(actor: Actor, application_ids: Iterable[UUID]) -> dict[UUID, Interview]:
    """Application → its newest interview, of those the actor sees; one query."""
    rows = visible_to(actor).filter(application_id__in=list(application_ids))
    return {
        one.application_id: one
        for one in rows.defer("guide", "portrait", "beside").order_by("created_at", "pk")
    }


def unlooked_at(interview: Interview) -> list[str]:
    """The channels of the picture the bank switched on and the candidate's decisions leave out."""
    kept = set(interview.channels)
    return [one for one in rules.LOOKING if one in interview.offered_channels and one not in kept]


def assigned_to(interview_id: UUID) -> list[InterviewAssignment]:
    """Who was assigned to watch and rate, in order."""
    rows = InterviewAssignment.objects.filter(interview_id=interview_id).select_related("user")
    return list(rows.order_by("assigned_at"))


def answers_of(interview_id: UUID) -> QuerySet[Answer]:
    """The answers in order, with their recordings."""
    return Answer.objects.filter(interview_id=interview_id).prefetch_related("recordings").order_by("ordinal")


def shown_answers() -> QuerySet[Answer]:
    """Every core question somebody was shown, in the actor's units."""
    return Answer.objects.filter(think_started_at__isnull=False, part=Answer.Part.CORE)


def recordings_of(answer_id: UUID, attempt: int) -> list[Recording]:
    """The finished recordings of an attempt, in order."""
    found = Recording.objects.filter(answer_id=answer_id, attempt=attempt, state=Recording.State.FINISHED)
    return list(found.order_by("ordinal"))


def page_notes_of(answer_id: UUID, attempt: int) -> list[PageNote]:
    """What the page noted during one attempt, by time."""
    return list(PageNote.objects.filter(answer_id=answer_id, attempt=attempt).order_by("at", "kind"))


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What analysis and rating need to know of an answer. ``files``: (file id, sha256) in order;
    ``seconds``: their lengths as the phone told."""

    answer_id: UUID
    interview_id: UUID
    unit_id: UUID
    candidate_id: UUID
    question_key: str
    ordinal: int
    attempt: int
    kind: str
    submitted: bool
    withdrawn: bool
    automated: bool
    channels: tuple[str, ...]
    languages: tuple[str, ...]
    language: str
    law: LawMode
    question_sha256: str
    part: str  # core | personal | probe
    rubric_key: str  # the library question whose rubric rates it
    parent_id: UUID | None  # of a probe: the answer it adds to
    asked: Mapping[str, str] | None  # the words of a personalised question
    files: tuple[tuple[UUID, str], ...]
    seconds: tuple[float, ...]
    typed_text: str
    cut_off: bool = False
    submitted_at: datetime | None = None
    accommodated: bool = False  # other conditions were agreed; which ones is nobody's business here


def agreed_to_notes(facts: AnswerFacts) -> bool:
    """Whether the candidate's standing consent to the analysis tells of page notes and comparisons."""
    decision = privacy.consents(facts.candidate_id, about_id=facts.interview_id).get("analysis")
    return noticing.told(decision)


def answer_facts(answer_id: UUID) -> AnswerFacts:
    """One answer for the machines; NotFoundError without it."""
    found = Answer.objects.select_related("interview").filter(pk=answer_id).first()
    if found is None:
        raise NotFoundError("no such answer")
    return _facts(found)


def submitted_facts(interview_id: UUID) -> list[AnswerFacts]:
    """All submitted answers of an interview, in order."""
    rows = Answer.objects.select_related("interview").filter(
        interview_id=interview_id, state=Answer.State.SUBMITTED
    )
    return [_facts(answer) for answer in rows.order_by("ordinal")]


def _facts(answer: Answer) -> AnswerFacts:
    interview = answer.interview
    asked = library.question_of(interview.questions, answer.question_key)
    recordings = recordings_of(answer.pk, answer.attempt)
    seen = answer.kind == Answer.Kind.VIDEO  # of a voice alone nobody's face can be looked at
    return AnswerFacts(
        answer_id=answer.pk,
        interview_id=interview.pk,
        unit_id=answer.unit_id,
        candidate_id=answer.candidate_id,
        question_key=answer.question_key,
        ordinal=answer.ordinal,
        attempt=answer.attempt,
        kind=answer.kind,
        submitted=answer.state == Answer.State.SUBMITTED,
        withdrawn=interview.state == Interview.State.WITHDRAWN,
        automated=interview.automated,
        channels=tuple(c for c in interview.channels if seen or c not in rules.LOOKING),
        languages=tuple(asked["languages"]),
        language=interview.language,
        law=cast("LawMode", interview.law),
        question_sha256=asked["sha256"],
        part=answer.part,
        rubric_key=asked.get("rubric", asked["key"]),
        parent_id=answer.parent_id,
        asked=asked["prompt"] if answer.part == Answer.Part.PERSONAL else None,
        files=tuple((r.file_id, r.file_sha256) for r in recordings if r.file_id),
        seconds=tuple(r.declared_seconds or 0.0 for r in recordings if r.file_id),
        typed_text=answer.typed_text,
        cut_off=answer.cut_off,
        submitted_at=answer.submitted_at,
        accommodated=rules.accommodated(interview.accommodations),
    )
