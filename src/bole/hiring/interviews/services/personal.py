"""Questions from the résumé: chosen when the invitation is sent, or when the candidate pastes one before the
questions. The rules propose; HR may drop or swap before anything is sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.hiring.candidates import queries as candidates
from bole.hiring.candidates import services as candidate_services
from bole.hiring.interviews import probe_rules, resume_questions
from bole.hiring.interviews.models import Answer, Interview
from bole.hiring.interviews.services import steps
from bole.measurement.api import Proposal

RULE, BANK, PERSON = "rule", "bank", "person"


def draft(interview: Interview, wanted: Sequence[str] | None, now: datetime) -> None:
    """Fill ``beside`` and ``personal_by`` of an interview that is about to be saved.

    ``wanted``: ids HR left standing; None leaves the choice to the rules. Without a résumé nothing is
    decided, and the candidate may still paste one.
    """
    resume = candidates.lines_of(interview.candidate_id)
    found = resume_questions.proposals(interview.guide, interview.portrait, resume, now)
    if not found:
        return
    _take(interview, resume_questions.chosen(found, wanted, interview.guide["personalised"]))
    interview.personal_by = RULE if wanted is None else BANK


@transaction.atomic
def add_resume(*, interview_id: UUID, text: str, now: datetime) -> Interview:
    """The candidate pastes lines of the résumé before the first question: kept, and asked about by the rules.

    Where HR or the rules chose before, the text is kept and the questions stay as they are.
    """
    interview = steps.locked_for_candidate(interview_id)
    probe_rules.check_before_questions(
        interview.state,
        begun=Answer.objects.filter(interview=interview, think_started_at__isnull=False).exists(),
    )
    kept = candidate_services.keep_resume(candidate_id=interview.candidate_id, text=text, now=now)
    if interview.personal_by:
        return interview
    found = resume_questions.proposals(interview.guide, interview.portrait, kept.text, now)
    picked = resume_questions.chosen(found, None, interview.guide.get("personalised", 0))
    if not picked:
        return interview
    _take(interview, picked)
    interview.personal_by = PERSON
    interview.question_count = len(interview.questions)
    interview.save(update_fields=["beside", "personal_by", "question_count"])
    kind = Answer.objects.filter(interview=interview).values_list("kind", flat=True)[0]
    Answer.objects.bulk_create(
        answer_to(interview, question, kind) for question in interview.questions if "part" in question
    )
    steps.record(interview, "personalised", details={"by": PERSON, "questions": len(picked)})
    steps.tell(interview)
    return interview


def answer_to(interview: Interview, question: dict[str, Any], kind: str) -> Answer:
    """The answer to come to one question of the interview, not yet saved."""
    return Answer(
        unit_id=interview.unit_id,
        candidate_id=interview.candidate_id,
        interview=interview,
        question_key=question["key"],
        ordinal=question["ordinal"],
        part=question.get("part", Answer.Part.CORE),
        kind=kind,
    )


def _take(interview: Interview, picked: Sequence[Proposal]) -> None:
    first = len(interview.guide["questions"]) + 1
    interview.beside = [
        resume_questions.question(one, number, first + number - 1)
        for number, one in enumerate(picked, start=1)
    ]
