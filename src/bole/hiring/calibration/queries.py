"""Reads of calibration."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.hiring.assessment import queries as assessment
from bole.hiring.calibration import policies, rules
from bole.hiring.calibration.models import Difference, Sample, SampleRate
from bole.hiring.calibration.rules import Agreement
from bole.hiring.interviews import queries as interviews


@dataclass(frozen=True, slots=True)
class Waiting:
    """A drawn result, and whether this reader can still rate it blind."""

    sample: Sample
    seen: bool


@dataclass(frozen=True, slots=True)
class JobAgreement:
    """All competencies of one job; ``pairs`` for the scatter, (competency, machine, person)."""

    job_key: str
    rows: list[tuple[str, Agreement]]
    pairs: list[tuple[str, float, float]]
    reports: int


def waiting(actor: Actor, limit: int) -> list[Waiting]:
    """What is still to be rated, the most urgent first: HR of its units, an interviewer what is assigned."""
    rows = open_samples(actor).select_related("unit", "candidate", "interview", "report")
    found = list(rows.order_by("due_at", "pk")[:limit])
    seen = assessment.seen_by(actor, [one.report_id for one in found])
    return [Waiting(one, one.report_id in seen) for one in found]


def open_samples(actor: Actor) -> QuerySet[Sample]:
    """Drawn and not yet rated again, of those the actor may see."""
    if not permissions.allowed(actor, policies.QUEUE):
        return Sample.objects.none()
    rows = Sample.objects.filter(done_at=None).exclude(interview__state="withdrawn")
    if permissions.allowed(actor, policies.VIEW):
        return rows
    return rows.filter(interview__in=interviews.visible_to(actor))


def done(actor: Actor) -> QuerySet[Sample]:
    """Rated again, the newest first."""
    if not permissions.allowed(actor, policies.VIEW):
        return Sample.objects.none()
    rows = Sample.objects.filter(done_at__isnull=False)
    return rows.select_related("unit", "candidate", "interview", "done_by").order_by("-done_at", "pk")


def rates(actor: Actor) -> dict[UUID, SampleRate]:
    """Opening → the share somebody set, of those the actor sees."""
    if not permissions.allowed(actor, policies.VIEW):
        return {}
    return {rate.requisition_id: rate for rate in SampleRate.objects.select_related("set_by")}


def agreement(actor: Actor, *, sampled_only: bool = False) -> list[JobAgreement]:
    """Per job and competency, from blind cards in the units the actor sees; by job."""
    if not permissions.allowed(actor, policies.VIEW):
        return []
    rows = Difference.objects.filter(blind=True)
    rows = rows.filter(sampled=True) if sampled_only else rows
    facts = rows.order_by("job_key", "competency", "report_id", "at")
    by_job: dict[str, list[tuple[str, float, float, UUID]]] = {}
    fields = ("job_key", "competency", "machine", "person", "report_id")
    for job_key, competency, machine, person, report_id in facts.values_list(*fields):
        by_job.setdefault(job_key, []).append((competency, machine, person, report_id))
    return [_job(key, found) for key, found in by_job.items()]


def _job(job_key: str, found: Iterable[tuple[str, float, float, UUID]]) -> JobAgreement:
    """A report two people rated counts once, with their mean: pairs must not depend on each other."""
    grouped: dict[tuple[str, UUID], list[tuple[float, float]]] = {}
    for competency, machine, person, report_id in found:
        grouped.setdefault((competency, report_id), []).append((machine, person))
    pairs = [
        (competency, cards[0][0], sum(person for _, person in cards) / len(cards))
        for (competency, _), cards in grouped.items()
    ]
    keys = sorted({competency for competency, _, _ in pairs})
    rows = [(key, rules.agreement([(m, p) for k, m, p in pairs if k == key])) for key in keys]
    return JobAgreement(job_key, rows, pairs, len({report_id for _, report_id in grouped}))
