"""People side by side."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.hiring.assessment import policies
from bole.hiring.assessment.models import Report
from bole.hiring.assessment.queries.blind import being_rated
from bole.hiring.assessment.queries.single import ReportPage, report_for, visible_to
from bole.kernel.errors import InvalidError
from bole.measurement import norms
from bole.measurement.norms import Scored, Standing

MOST = 4


def compare(actor: Actor, report_ids: Sequence[UUID]) -> dict[str, Any]:
    """Two to four reports of one job and one portrait version: pages, the pairs that are tied within error,
    and ``standings`` (report → ``norms.Standing``: shared ranks)."""
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
    return {
        "pages": pages,
        "ties": _ties(pages),
        "standings": _standings(pages),
        "hidden": any(page.hidden for page in pages),
    }


def _standings(pages: Sequence[ReportPage]) -> dict[Any, Standing]:
    if any(page.hidden for page in pages):
        return {}
    people = [Scored(p.report.pk, p.report.total, p.report.total_sem) for p in pages]
    return {standing.key: standing for standing in norms.standings(people)}


def _ties(pages: Sequence[ReportPage]) -> list[tuple[UUID, UUID]]:
    if any(page.hidden for page in pages):
        return []
    reports = [page.report for page in pages]
    return [
        (a.pk, b.pk)
        for i, a in enumerate(reports)
        for b in reports[i + 1 :]
        if norms.tied(a.total, a.total_sem, b.total, b.total_sem)
    ]


def ranking(actor: Actor, requisition_id: UUID) -> QuerySet[Report]:
    """The latest reports of one opening, best first, without those this reader is blind to."""
    if policies.always_blind(actor):
        return Report.objects.none()
    rows = visible_to(actor).filter(requisition_id=requisition_id, latest=True)
    rows = rows.exclude(being_rated(actor))
    return rows.exclude(total=None).defer("body").order_by("-total", "pk")
