"""A share of automatic results is rated again by somebody who has not seen them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.queue import timers
from bole.hiring.assessment import queries as assessment
from bole.hiring.calibration import policies, rules
from bole.hiring.calibration.models import Sample, SampleRate
from bole.hiring.interviews import services as interview_services
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.errors import InvalidError

DUE = "calibration.sample_due"


@transaction.atomic
def set_rate(*, requisition_id: UUID, percent: int, now: datetime) -> SampleRate:
    """Set the share for one opening; it holds for reports from now on. The same twice is once."""
    requisition = requisitions.get(requisition_id)
    person = permissions.require_person(policies.SET, requisition.unit_id)
    if not 0 <= percent <= 100:
        raise InvalidError("a share goes from 0 to 100", fields={"percent": "out_of_range"})
    rate = SampleRate.objects.select_for_update().filter(requisition_id=requisition_id).first()
    if rate is None:
        rate = SampleRate(requisition_id=requisition_id, unit_id=requisition.unit_id)
    elif rate.percent == percent:
        return rate
    rate.percent, rate.set_by_id, rate.set_at = percent, person, now
    rate.save()
    audit.record(
        verb="hiring.calibration.rate.set",
        obj=("sample_rate", rate.pk),
        unit_id=rate.unit_id,
        details={"requisition": requisition_id, "percent": percent},
    )
    return rate


@transaction.atomic
def draw(*, report_id: UUID, now: datetime) -> Sample | None:
    """Put an automatic result into the queue when the opening's share falls on it. Once per interview; None
    for what a person rates anyway."""
    with actors.system_scope("a sample is drawn"):
        report = assessment.visible_to(actors.current()).filter(pk=report_id, latest=True).first()
        if report is None or report.total is None:
            return None
        rate = SampleRate.objects.filter(requisition_id=report.requisition_id).first()
        percent = rate.percent if rate else rules.RATE
        if not rules.drawn(report.interview_id, percent):
            return None
        sample, made = Sample.objects.get_or_create(
            interview_id=report.interview_id,
            defaults={
                "unit_id": report.unit_id,
                "candidate_id": report.candidate_id,
                "report": report,
                "percent": percent,
                "drawn_at": now,
                "due_at": now + rules.WITHIN,
            },
        )
    if made:
        timers.set(kind=DUE, key=str(sample.pk), due_at=sample.due_at, unit_id=sample.unit_id)
        _record(sample, "drawn", percent=percent)
    elif sample.done_at is None and sample.report_id != report.pk:
        sample.report_id = report.pk  # the report that stands is the one to be rated
        sample.save(update_fields=["report"])
    return sample


@transaction.atomic
def escalate(*, sample_id: UUID, now: datetime) -> bool:
    """The clock ran out. True when nobody has rated it: HR of the unit and head office
    get a mail each, once."""
    sample = Sample.objects.filter(pk=sample_id, done_at=None).first()
    if sample is None:
        return False
    interview_services.alert(
        interview_id=sample.interview_id,
        about=("sample", sample.pk),
        template="rereview-due",
        to_roles=(*interview_services.TO_UNIT, *interview_services.TO_HEAD),
        due_at=sample.due_at,
        page="/console/calibration/queue/",
        now=now,
    )
    _record(sample, "overdue")
    return True


def _record(sample: Sample, what: str, **details: object) -> None:
    audit.record(
        verb=f"hiring.calibration.sample.{what}",
        obj=("sample", sample.pk),
        unit_id=sample.unit_id,
        details=details,
    )
