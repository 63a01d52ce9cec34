"""What the monitor asks. Row-level security cuts every answer to the actor's units; a narrower scope is asked
for with ``Scope``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.org import queries as org
from bole.foundation.workdays import bank_time
from bole.hiring.intake import queries as intake
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.requisitions import queries as requisitions
from bole.insight.funnel import branches, cohort, headline, outcomes, policies, timings
from bole.insight.funnel.branches import BranchRow
from bole.insight.funnel.cohort import Cell, Counts, added, totals
from bole.insight.funnel.headline import Headline, Waiting, finished_between
from bole.insight.funnel.periods import Period
from bole.insight.funnel.sources import Sources, campaign_of, sources
from bole.insight.funnel.timings import Timing

__all__ = ["JobRow", "Monitor", "Scope", "finished_between", "monitor", "recent", "totals"]


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the actor's units, openings and campaigns is asked for; None: everything."""

    unit_id: UUID | None = None
    job_key: str = ""
    campaign_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job over all its openings: how far its applications came, and how long hiring took."""

    key: str
    title: Mapping[str, str]
    counts: Counts
    hire: Timing | None


@dataclass(frozen=True, slots=True)
class Monitor:
    """Everything on the page. ``cohort``: applications received in ``followed``, at least 30 days."""

    period: Period
    followed: Period
    headline: Headline
    waiting: Waiting
    cohort: Counts
    jobs: list[JobRow]
    branches: list[BranchRow]
    stages: dict[str, Timing]
    hire: Timing | None
    sources: Sources
    campaigns: list[Any]
    openings: list[Any]
    units: list[Any]


def monitor(actor: Actor, period: Period, followed: Period, scope: Scope, now: datetime) -> Monitor:
    """The figures of one scope, in eight queries whatever the number of applications."""
    permissions.require(actor, policies.READ)
    today = bank_time.today(now)
    units = org.subtree(actor.unit_ids)
    openings = list(requisitions.with_targets(requisitions.visible_to(actor).defer("portrait"), today))
    inside = _inside(units, scope)
    mine = [o for o in openings if o.unit_id in inside and (not scope.job_key or o.job_key == scope.job_key)]
    postings = {one.pk: one for one in intake.published(actor)}
    campaigns = {one.campaign_id: one.campaign for one in postings.values() if one.campaign_id}
    chosen = scope.campaign_id if scope.campaign_id in campaigns else None
    narrowed = _Narrowed(
        inside if scope.unit_id else None,
        {o.pk for o in mine} if scope.job_key else None,
        intake.applied_through(actor, chosen) if chosen else None,
    )
    cells = [
        cell
        for cell in cohort.cells(actor, followed)
        if narrowed.keeps(cell) and (chosen is None or campaign_of(cell, postings) == chosen)
    ]
    after = outcomes.outcomes(actor, followed, narrowed.moves)
    return Monitor(
        period=period,
        followed=followed,
        headline=headline.headline(actor, period, narrowed.interviews),
        waiting=headline.waiting(actor, now, narrowed.applications),
        cohort=added(cells, lambda _: "all").get("all", Counts()),
        jobs=_jobs(cells, openings, after.hired),
        branches=branches.rows([*cells, *after.staff], units),
        stages=timings.stages(actor, followed, narrowed.moves),
        hire=timings.days([took for each in after.hired.values() for took in each]),
        sources=sources(cells, postings),
        campaigns=sorted(campaigns.values(), key=lambda one: (one.starts_on, one.title), reverse=True),
        openings=openings,
        units=units,
    )


def recent(actor: Actor, limit: int = 8) -> QuerySet[Any]:
    """The newest moves, with person and actor at hand."""
    permissions.require(actor, policies.READ)
    rows = pipeline.moves(actor).select_related("candidate", "actor_user", "application__requisition")
    return rows.order_by("-at", "-pk")[:limit]


class _Narrowed:
    """One scope as a condition on each of the tables that are counted."""

    def __init__(self, units: set[UUID] | None, openings: set[UUID] | None, applications: Any | None) -> None:
        """``applications``: a subquery of ids."""
        self.units, self.openings, self.among = units, openings, applications
        self.applications = self._condition("requisition_id", "pk")
        self.interviews = self._condition("application__requisition_id", "application_id")
        self.moves = self._condition("application__requisition_id", "application_id")

    def keeps(self, cell: Cell) -> bool:
        """Whether a cell of the cohort lies inside."""
        return (self.units is None or cell.unit_id in self.units) and (
            self.openings is None or cell.requisition_id in self.openings
        )

    def _condition(self, opening: str, application: str) -> Q:
        asked = {"unit_id": self.units, opening: self.openings, application: self.among}
        return Q(**{f"{name}__in": values for name, values in asked.items() if values is not None})


def _inside(units: list[Any], scope: Scope) -> set[UUID]:
    chosen = next((unit for unit in units if unit.pk == scope.unit_id), None)
    return {unit.pk for unit in units if chosen is None or unit.lies_under(chosen.path)}


def _jobs(cells: list[Cell], openings: list[Any], hired: Mapping[UUID, list[float]]) -> list[JobRow]:
    known = {one.pk: one for one in openings}
    counts = added(
        cells, lambda cell: known[cell.requisition_id].job_key if cell.requisition_id in known else None
    )
    titles = {one.job_key: {"zh": one.title_zh, "en": one.title_en} for one in openings}
    days: dict[str, list[float]] = {}
    for requisition_id, took in hired.items():
        if requisition_id in known:
            days.setdefault(known[requisition_id].job_key, []).extend(took)
    rows = [
        JobRow(key, titles[key], counts.get(key, Counts()), timings.days(days.get(key, [])))
        for key in {*counts, *days}
    ]
    return sorted(rows, key=lambda row: (-row.counts.applied, row.key))
