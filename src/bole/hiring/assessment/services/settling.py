"""After a consent changed: ratings and reports rest only on what the candidate still agrees to."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.audit import services as audit
from bole.hiring.assessment import rules
from bole.hiring.assessment.models import AnswerRating, Report, SecondOpinion
from bole.hiring.assessment.services import compiling, rating
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews import services as interview_services

TASK = "hiring.assessment.settle"


def settle(*, interview_id: UUID, granted: bool, now: datetime) -> Report | None:
    """Erase ratings whose ground is gone, rate again what is left, and freeze a new report in place of the
    old one, whose words and figures of the person are then erased. Repeatable; the report that stands now."""
    if not _forget(interview_id):
        return None
    for facts in interviews.submitted_facts(interview_id):
        rating.rate_answer(answer_id=facts.answer_id, attempt=facts.attempt, now=now)
    report = compiling.compile_report(interview_id=interview_id, now=now)
    if not granted:
        _blank_superseded(interview_id)
    return report


@transaction.atomic
def _forget(interview_id: UUID) -> bool:
    """Ratings that would not come out of today's material go. False when the candidate left altogether."""
    if not interview_services.hold(interview_id=interview_id):
        return False
    grounds = {one.answer_id: rating.fingerprint_now(one) for one in interviews.submitted_facts(interview_id)}
    for one in AnswerRating.objects.select_for_update().filter(interview_id=interview_id):
        if one.input_sha256 != grounds.get(one.answer_id):
            _record("answer", one.answer_id, one.unit_id, "rating_erased")
            one.delete()
    rating.count_rated(interview_id)
    return True


@transaction.atomic
def _blank_superseded(interview_id: UUID) -> None:
    """Of reports that no longer stand nothing of the person remains."""
    old = Report.objects.select_for_update().filter(interview_id=interview_id, latest=False)
    for report in old:
        if report.body.get("erased"):
            continue
        report.body = rules.erased(report.body)
        report.save(update_fields=["body"])
        SecondOpinion.objects.filter(report=report).delete()
        _record("report", report.pk, report.unit_id, "erased")


def _record(kind: str, pk: UUID, unit_id: UUID, what: str) -> None:
    audit.record(
        verb=f"hiring.assessment.{kind}.{what}",
        obj=(kind, pk),
        unit_id=unit_id,
        details={"code": "consent_withdrawn"},
    )
