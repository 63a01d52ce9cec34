"""Reads of head office's portraits: what is in force, what was, what is being built."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTransform

from bole.foundation.access.actors import system_scope
from bole.foundation.org import queries as org
from bole.hiring.requisitions import jobfile, library, rules
from bole.hiring.requisitions.jobfile import Job
from bole.hiring.requisitions.models import BranchVariant, JobPortrait, Requisition
from bole.kernel.errors import NotFoundError

State = JobPortrait.State


@dataclass(frozen=True, slots=True)
class Standing:
    """One version of a job. ``row`` is None for the library's own, while the bank has not signed one."""

    number: int
    job: Job
    row: JobPortrait | None = None

    @property
    def effective_on(self) -> date | None:
        """From which day; None for the library's."""
        return self.row.effective_on if self.row else None

    @property
    def proposals(self) -> tuple[str, ...]:
        """What is still bole's proposal, for the bank to confirm."""
        return () if self.row and self.row.confirmed_at else self.job.proposals


def job_keys() -> list[str]:
    """All jobs: the library's, and those the bank made."""
    own = JobPortrait.objects.filter(state=State.APPROVED).values_list("job_key", flat=True)
    return sorted({*library.keys(), *own})


def in_force(job_key: str, on: date) -> Standing:
    """The version of that day: of those that have begun, the one signed last. NotFoundError without any."""
    row = (
        JobPortrait.objects.filter(job_key=job_key, state=State.APPROVED, effective_on__lte=on)
        .select_related("author", "decided_by")
        .order_by("-number")
        .first()
    )
    return _standing(row) if row else from_library(job_key)


def with_targets(openings: QuerySet[Requisition], on: date) -> QuerySet[Requisition]:
    """Openings with the figures their jobs are followed by, of the versions in force that day, at hand for
    ``targets_of``."""
    signed = JobPortrait.objects.filter(
        job_key=OuterRef("job_key"), state=State.APPROVED, effective_on__lte=on
    )
    newest = signed.order_by("-number").annotate(followed=KeyTransform("target", "body"))
    return openings.annotate(
        job_number=Subquery(newest.values("number")[:1]), followed=Subquery(newest.values("followed")[:1])
    )


def targets_of(openings: Iterable[Any]) -> dict[str, tuple[jobfile.Target, ...]]:
    """Job → targets, of openings read by ``with_targets``; jobs nobody knows any more are left out."""
    jobs = {one.job_key: one for one in openings}
    found = {key: jobfile.targets(one.followed or ()) for key, one in jobs.items() if one.job_number}
    rest = [key for key in jobs if key not in found and key in library.keys()]  # noqa: SIM118  not a dictionary
    return found | {key: library.job(key).targets for key in rest}


def from_library(job_key: str) -> Standing:
    """The library's job as a version."""
    job = library.job(job_key)
    return Standing(job.version, job)


def versions(job_key: str) -> list[Standing]:
    """Every version that was signed, newest first; the library's stands at the end while it is not a row."""
    rows = JobPortrait.objects.filter(job_key=job_key, state=State.APPROVED).select_related(
        "author", "decided_by", "confirmed_by"
    )
    found = [_standing(row) for row in rows.order_by("-number")]
    if not any(one.row and one.row.source == JobPortrait.Source.LIBRARY for one in found):
        found += [from_library(job_key)] if job_key in library.keys() else []  # noqa: SIM118  not a dictionary
    return found


def version(job_key: str, number: int) -> Standing:
    """One version by its number; NotFoundError without it."""
    found = next((one for one in versions(job_key) if one.number == number), None)
    if found is None:
        raise NotFoundError(f"{job_key} has no version {number}")
    return found


def draft(job_key: str) -> JobPortrait | None:
    """The one being built or signed."""
    rows = JobPortrait.objects.filter(job_key=job_key, state__in=JobPortrait.OPEN)
    return rows.select_related("author", "edited_by").first()


def get_portrait(portrait_id: UUID) -> JobPortrait:
    """One row; NotFoundError without it."""
    row = JobPortrait.objects.filter(pk=portrait_id).select_related("author", "edited_by").first()
    if row is None:
        raise NotFoundError("no such portrait")
    return row


def job_of(row: JobPortrait) -> Job:
    """The job a row describes."""
    return jobfile.parse(row.body)


def body_of(standing: Standing) -> dict[str, Any]:
    """The portrait an opening carries and a report freezes."""
    job = standing.job
    return rules.portrait_body(
        key=job.key,
        version=standing.number,
        pass_mark=job.pass_mark,
        weights=job.weights,
        labels=job.labels,
        more=beside_weights(job),
    )


def beside_weights(job: Job) -> dict[str, Any]:
    """What only some portraits have: questions in place of the guide's, scenes that count inside a
    competency."""
    scenes = [{**asdict(one), "label": dict(one.label)} for one in job.exercises]
    found = {"questions": list(job.questions), "exercises": scenes}
    return {name: rows for name, rows in found.items() if rows}


def body_for(job_key: str, unit_id: UUID, on: date) -> Mapping[str, Any]:
    """The portrait of a job at a unit: of the nearest unit on the way up that varies it, else head office's.

    A unit is bound by what its branch varies although its people may not see the branch's rows.
    """
    standing = in_force(job_key, on)
    above = [one for one in org.path_of(unit_id).strip("/").split("/") if one]
    with system_scope("portrait in force"):
        rows = BranchVariant.objects.filter(
            job_key=job_key,
            state=BranchVariant.State.APPROVED,
            unit_id__in=above,
            base_number=standing.number,
        )
        nearest: Sequence[BranchVariant] = sorted(rows, key=lambda row: above.index(str(row.unit_id)))
    return nearest[-1].body if nearest else body_of(standing)


def _standing(row: JobPortrait) -> Standing:
    return Standing(row.number or 0, job_of(row), row)
