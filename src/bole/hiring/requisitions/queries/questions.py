"""Reads of the question bank: the library's questions, and the bank's own versions over them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bole.foundation.workdays import bank_time
from bole.hiring.requisitions.bank_rules import Limits as Limits  # the shape of the answer
from bole.hiring.requisitions.models import BankReview, BankRules, QuestionVersion, ReviewNote
from bole.kernel.clock import utc_now
from bole.kernel.errors import NotFoundError
from bole.measurement import api as measurement
from bole.measurement.api import Question

State = QuestionVersion.State


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """The bank's own version of a question that is in force."""

    question: Question
    active: bool
    number: int


def questions_in_force(keys: Iterable[str], on: date | None = None) -> dict[str, OwnQuestion]:
    """Those of these questions that the bank has a version of its own of; the one signed last counts."""
    day = on or bank_time.today(utc_now())
    rows = QuestionVersion.objects.filter(key__in=list(keys), state=State.APPROVED, effective_on__lte=day)
    newest = {row.key: row for row in rows.order_by("key", "number")}
    return {
        key: OwnQuestion(measurement.question_from(row.body), row.active, row.number or 0)
        for key, row in newest.items()
    }


def own_rubric(key: str, sha256: str) -> Question | None:
    """The bank's own version with that rubric, in force or earlier; None where it is the library's."""
    row = _by_rubric(key, sha256)
    return measurement.question_from(row.body) if row else None


def own_source(key: str, sha256: str) -> bytes | None:
    """Everything ratings by that version follow from; None where it is the library's."""
    row = _by_rubric(key, sha256)
    return measurement.source_of(row.body) if row else None


def question_table(key: str) -> tuple[Mapping[str, Any], QuestionVersion | None]:
    """What is in force as a table to be edited, and its row; NotFoundError for an unknown question."""
    if key not in measurement.question_keys():
        raise NotFoundError("no such question")
    day = bank_time.today(utc_now())
    rows = QuestionVersion.objects.filter(key=key, state=State.APPROVED, effective_on__lte=day)
    row = rows.select_related("author", "decided_by").order_by("-number").first()
    return (row.body, row) if row else (measurement.question_table(key), None)


def question_versions(key: str) -> list[QuestionVersion]:
    """Every version the bank signed, newest first."""
    rows = QuestionVersion.objects.filter(key=key, state=State.APPROVED)
    return list(rows.select_related("author", "decided_by").order_by("-number"))


def question_draft(key: str) -> QuestionVersion | None:
    """The one being made or signed."""
    return QuestionVersion.objects.filter(key=key, state__in=QuestionVersion.OPEN).first()


def get_question_version(version_id: UUID) -> QuestionVersion:
    """One row; NotFoundError without it."""
    row = QuestionVersion.objects.filter(pk=version_id).select_related("author", "edited_by").first()
    if row is None:
        raise NotFoundError("no such version")
    return row


def review_notes(question_key: str = "") -> QuerySet[ReviewNote]:
    """Open points of the review list, oldest first."""
    rows = ReviewNote.objects.filter(settled_at=None)
    return (rows.filter(question_key=question_key) if question_key else rows).order_by("at", "pk")


def limits() -> Limits:
    """When a question should rest and how often all are looked at, as head office set it."""
    row = BankRules.objects.filter(only=True).first()
    return Limits(**row.limits) if row else Limits()


def limits_set() -> BankRules | None:
    """Who set them, if anybody did."""
    return BankRules.objects.select_related("changed_by").filter(only=True).first()


def reviews() -> QuerySet[BankReview]:
    """The reviews that were held, newest first."""
    return BankReview.objects.select_related("held_by")


def next_review() -> date | None:
    """When the next one is due; None while none was held."""
    last = BankReview.objects.first()
    return limits().due_after(last.held_on) if last else None


def equivalent(key: str, job_key: str, taken: Iterable[str], shown: Mapping[str, int]) -> str:
    """Another question of the job that can stand in its place, the least shown first; empty without one.

    Equivalent: of the same type, measuring all competencies this one measures.
    """
    old = measurement.load_question(key)
    needed = {one.key for one in old.competencies}
    retired = {k for k, own in questions_in_force(measurement.question_keys()).items() if not own.active}
    found = []
    for other in measurement.question_keys():
        if other == key or other in retired or other in set(taken):
            continue
        question = measurement.load_question(other)
        serves = job_key in question.jobs and question.kind == old.kind
        if serves and needed <= {one.key for one in question.competencies}:
            found.append((shown.get(other, 0), other))
    return min(found)[1] if found else ""


def _by_rubric(key: str, sha256: str) -> QuestionVersion | None:
    rows = QuestionVersion.objects.filter(key=key, sha256=sha256, state=State.APPROVED)
    return rows.order_by("number").first()
