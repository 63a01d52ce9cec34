"""Pay bands: head office proposes, a second person signs, then it is in force. Offers keep what they were
made under."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.urls import reverse

from bole.foundation.access import actors, permissions
from bole.foundation.approvals import services as approvals
from bole.foundation.approvals.kinds import Decision
from bole.foundation.audit import services as audit
from bole.foundation.org import queries as org
from bole.hiring.offers import library, policies
from bole.hiring.offers.models import PayBand
from bole.kernel.errors import InvalidError, NotFoundError

SPACE = UUID("6f2d7a52-58b5-4c9f-9f0d-0a7f6a2f4d11")  # names bands for requests about them
HIGHEST = 10_000_000_00


@transaction.atomic
def propose_band(*, job_key: str, grade: str, low: int, high: int, reason: str, now: datetime) -> UUID:
    """Ask a second person of head office for a new band, in fen a month."""
    permissions.require(actors.current(), policies.BANDS)
    head, template = org.root(), library.template_for(job_key)
    if head is None or template is None or template.band(grade) is None:
        raise InvalidError("no such job or grade", fields={"grade": "unknown"})
    if not 0 < low <= high <= HIGHEST:
        raise InvalidError("the low end lies above the high end", fields={"low": "out_of_range"})
    if len(reason.strip()) < 4:
        raise InvalidError("say why", fields={"reason": "required"})
    request = approvals.propose(
        kind="pay-band",
        unit_id=head.pk,
        obj=("pay_band", band_id(job_key, grade)),
        title={
            "zh": f"薪酬带宽 {template.title['zh']} {grade}",
            "en": f"Pay band {template.title['en']} {grade}",
        },
        payload={"job": job_key, "grade": grade, "low": low, "high": high},
        reason=reason,
        now=now,
    )
    return request.pk


def approved(decision: Decision) -> None:
    """In force from this moment."""
    job, grade = decision.payload["job"], decision.payload["grade"]
    rows = PayBand.objects.select_for_update().filter(job_key=job, grade=grade)
    number = max((row.number for row in rows), default=0) + 1
    rows.filter(state=PayBand.State.IN_FORCE).update(state=PayBand.State.PAST)
    band = PayBand.objects.create(
        job_key=job,
        grade=grade,
        number=number,
        low=decision.payload["low"],
        high=decision.payload["high"],
        reason=decision.note or "-",
        proposed_by_id=decision.proposer_id,
        signed_by_id=decision.decider_id,
        in_force_at=decision.now,
    )
    audit.record(
        verb="hiring.offers.band.in_force",
        obj=("pay_band", band.pk),
        unit_id=None,
        details={"job": job, "grade": grade, "number": number},
    )


def nothing(decision: Decision) -> None:
    """A band that was refused or taken back leaves nothing."""
    del decision


def page(object_id: UUID) -> str:
    """Where bands are shown."""
    del object_id
    return reverse("offers:bands")


def band_id(job_key: str, grade: str) -> UUID:
    """The same for the same band, so that one request about it is open at a time."""
    if not job_key or not grade:
        raise NotFoundError("no such band")
    return uuid5(SPACE, f"{job_key}/{grade}")
