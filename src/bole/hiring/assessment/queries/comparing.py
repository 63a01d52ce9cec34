"""People side by side, and a person among all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Q, QuerySet

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.hiring.assessment import policies, rules
from bole.hiring.assessment.models import Report
from bole.hiring.assessment.queries.single import ReportPage, open_cards, report_for, visible_to
from bole.kernel.errors import InvalidError

MOST = 4
SMALLEST_NORM_GROUP = 30


@dataclass(frozen=True, slots=True)
class Percentile:
    """排名前 ``top`` % among ``n`` reports of the same job and portrait version."""

    top: float
    n: int


def compare(actor: Actor, report_ids: Sequence[UUID]) -> dict[str, Any]:
    """Two to four reports of one job and one portrait version: pages and the pairs that are tied within
    error."""
    if not 2 <= len(set(report_ids)) <= MOST:
        raise InvalidError("compare two to four people", code="compare_count")
    pages = [report_for(actor, report_id) for report_id in dict.fromkeys(report_ids)]
    for page in pages:
        permissions.require(actor, policies.COMPARE, page.report.unit_id)
    portraits = {(p.body["portrait"]["key"], p.body["portrait"]["version"]) for p in pages}
    if len(portraits) > 1:
        raise InvalidError(
            "only reports of the same portrait version can be compared", code="compare_portraits"
        )
    return {"pages": pages, "ties": _ties(pages), "hidden": any(page.hidden for page in pages)}


def _ties(pages: Sequence[ReportPage]) -> list[tuple[UUID, UUID]]:
    if any(page.hidden for page in pages):
        return []
    reports = [page.report for page in pages]
    return [
        (a.pk, b.pk)
        for i, a in enumerate(reports)
        for b in reports[i + 1 :]
        if rules.tied(a.total, a.total_sem, b.total, b.total_sem)
    ]


def percentile(report: Report) -> Percentile | None:
    """Rank by total within job and portrait version, mid-rank for ties (science.md §2); None below 30
    people."""
    if report.total is None:
        return None
    group = Report.objects.filter(
        latest=True, total__isnull=False, job_key=report.job_key, portrait_version=report.portrait_version
    )
    counted = group.aggregate(
        n=Count("pk"),
        above=Count("pk", filter=Q(total__gt=report.total)),
        same=Count("pk", filter=Q(total=report.total)),
    )
    if counted["n"] < SMALLEST_NORM_GROUP:
        return None
    return Percentile(
        rules.top_percent(above=counted["above"], same=counted["same"], n=counted["n"]), counted["n"]
    )


def ranking(actor: Actor, requisition_id: UUID) -> QuerySet[Report]:
    """The latest reports of one opening, best first, without those this reader is blind to."""
    if policies.always_blind(actor):
        return Report.objects.none()
    rows = visible_to(actor).filter(requisition_id=requisition_id, latest=True)
    rows = rows.exclude(Exists(open_cards(actor)))
    return rows.exclude(total=None).defer("body").order_by("-total", "pk")
