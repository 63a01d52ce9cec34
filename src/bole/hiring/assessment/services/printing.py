"""A report leaves the screen: on paper, or beside others."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors
from bole.foundation.audit import services as audit
from bole.hiring.assessment import queries
from bole.hiring.assessment.models import Report
from bole.hiring.assessment.queries import ReportPage
from bole.hiring.assessment.services.reviewing import note_seen
from bole.kernel.errors import ConflictError


@transaction.atomic
def print_report(*, report_id: UUID, now: datetime) -> ReportPage:
    """The report for the printer. A blind reader has nothing to print: ConflictError."""
    page = queries.report_for(actors.current(), report_id)
    if page.hidden:
        raise ConflictError("lock your own card first", code="review_open")
    note_seen(seen=[(report_id, page.report.unit_id)], now=now)
    _record(page.report, "printed", now)
    return page


@transaction.atomic
def compare_reports(*, report_ids: Sequence[UUID], now: datetime) -> dict[str, Any]:
    """As ``queries.compare``, with a line in every report's trail."""
    found = queries.compare(actors.current(), report_ids)
    shown = [page for page in found["pages"] if not page.hidden]
    note_seen(seen=[(page.report.pk, page.report.unit_id) for page in shown], now=now)
    for page in found["pages"]:
        _record(page.report, "compared", now)
    return found


def _record(report: Report, what: str, now: datetime) -> None:
    audit.record(
        verb=f"hiring.assessment.report.{what}",
        obj=("report", report.pk),
        unit_id=report.unit_id,
        details={"version": report.version, "at": now},
    )
