"""Reads of branches' variants. Row-level security cuts every answer to the actor's units."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from bole.hiring.requisitions import rules, varying
from bole.hiring.requisitions.models import Allowance, BranchVariant
from bole.hiring.requisitions.queries.portraits import Standing, beside_weights
from bole.hiring.requisitions.varying import Added, Bounds
from bole.kernel.errors import NotFoundError

State = BranchVariant.State


def variants(job_key: str) -> list[BranchVariant]:
    """All that are in force, being made or wait, of the units the actor sees; by unit."""
    rows = BranchVariant.objects.filter(job_key=job_key, state__in=(*BranchVariant.OPEN, State.APPROVED))
    return list(rows.select_related("unit", "author", "decided_by").order_by("unit__path", "state"))


def past_variants(job_key: str, limit: int = 50) -> list[BranchVariant]:
    """Those that ended, newest first."""
    rows = BranchVariant.objects.filter(job_key=job_key, state=State.ENDED)
    return list(rows.select_related("unit", "author", "ended_by").order_by("-ended_at", "-number")[:limit])


def get_variant(variant_id: UUID) -> BranchVariant:
    """One row; NotFoundError when it is not there or not to be seen."""
    rows = BranchVariant.objects.select_related("unit", "author", "edited_by", "decided_by")
    row = rows.filter(pk=variant_id).first()
    if row is None:
        raise NotFoundError("no such variant")
    return row


def open_variant(unit_id: UUID, job_key: str) -> BranchVariant | None:
    """What a unit is making or has handed in."""
    return BranchVariant.objects.filter(
        unit_id=unit_id, job_key=job_key, state__in=BranchVariant.OPEN
    ).first()


def variant_in_force(unit_id: UUID, job_key: str) -> BranchVariant | None:
    """What a unit itself varies at this moment."""
    return BranchVariant.objects.filter(unit_id=unit_id, job_key=job_key, state=State.APPROVED).first()


def allowances(job_key: str) -> dict[UUID, Allowance]:
    """What head office granted, by unit."""
    rows = Allowance.objects.filter(job_key=job_key).select_related("unit", "given_by")
    return {row.unit_id: row for row in rows}


def bounds_for(standing: Standing, unit_id: UUID) -> Bounds:
    """How far a unit may go: the job's bounds, and what head office granted to it."""
    given = Allowance.objects.filter(job_key=standing.job.key, unit_id=unit_id).first()
    return standing.job.bounds.allowing(given.cap if given else None)


def added_of(rows: Sequence[Mapping[str, Any]]) -> list[Added]:
    """A row's own dimensions as the rules know them."""
    return [Added(one["key"], one["label"], Decimal(str(one["share"])), one["reason"]) for one in rows]


def shifts_of(shifts: Mapping[str, Any]) -> dict[str, Decimal]:
    """A row's shifts as the rules know them."""
    return {key: Decimal(str(points)) for key, points in shifts.items()}


def variant_body(
    standing: Standing,
    *,
    number: int,
    unit: Mapping[str, str],
    added: Sequence[Added],
    shifts: Mapping[str, Decimal],
    bounds: Bounds,
) -> dict[str, Any]:
    """The portrait that results, with the lines by which it differs. InvalidError where a bound is passed."""
    job = standing.job
    weights = varying.varied(job.weights, shifts=shifts, added=added, bounds=bounds)
    labels = {**job.labels, **{one.key: one.label for one in added}}
    more: dict[str, Any] = {
        "base": {"version": standing.number, "unit": dict(unit)},
        "delta": varying.delta(job.weights, weights, labels, {one.key: one.reason for one in added}),
    }
    more |= beside_weights(job)
    return rules.portrait_body(
        key=job.key, version=number, pass_mark=job.pass_mark, weights=weights, labels=labels, more=more
    )
