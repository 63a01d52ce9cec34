"""After a person rated: how far he and the machine are apart, competency by competency."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors
from bole.foundation.audit import services as audit
from bole.foundation.queue import timers
from bole.hiring.assessment import queries as assessment
from bole.hiring.assessment.queries import Rated
from bole.hiring.calibration.models import Difference, Sample
from bole.hiring.calibration.services import drawing


@transaction.atomic
def note(*, review_id: UUID, report_id: UUID, now: datetime) -> int:
    """Keep the differences of one locked card; how many are new. A drawn result is done by a blind card."""
    with actors.system_scope("people and machine are compared"):
        card = assessment.rated(report_id, review_id)
        if card is None:
            return 0
        sample = Sample.objects.select_for_update().filter(interview_id=card.interview_id).first()
        made = _kept(card, review_id, sampled=sample is not None, now=now)
        if sample is not None and sample.done_at is None and card.blind:
            _done(sample, card.reviewer_id, now)
    return made


def _kept(card: Rated, review_id: UUID, *, sampled: bool, now: datetime) -> int:
    rows = [
        Difference(
            unit_id=card.unit_id,
            candidate_id=card.candidate_id,
            report_id=card.report_id,
            review_id=review_id,
            job_key=card.job_key,
            competency=competency,
            machine=machine,
            person=person,
            blind=card.blind,
            sampled=sampled,
            at=now,
        )
        for competency, machine, person in card.pairs
    ]
    known = Difference.objects.filter(review_id=review_id).count()
    Difference.objects.bulk_create(rows, ignore_conflicts=True)
    return Difference.objects.filter(review_id=review_id).count() - known


def _done(sample: Sample, reviewer_id: UUID, now: datetime) -> None:
    sample.done_at, sample.done_by_id = now, reviewer_id
    sample.save(update_fields=["done_at", "done_by"])
    timers.cancel(kind=drawing.DUE, key=str(sample.pk))
    audit.record(verb="hiring.calibration.sample.done", obj=("sample", sample.pk), unit_id=sample.unit_id)
