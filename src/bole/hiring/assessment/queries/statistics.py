"""A person among a norm group, and how sure a score is: from the tables a night froze."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bole.hiring.assessment.models import ErrorTable, NormTable, Report
from bole.measurement import norms


@dataclass(frozen=True, slots=True)
class Percentile:
    """排名前 ``top`` % of ``n`` people: reports of the same job and portrait version between two days.

    ``low`` and ``high``: 95 % interval for the size of the group. ``version`` names the frozen table.
    """

    top: float
    n: int
    low: float
    high: float
    job_key: str
    portrait_version: int
    version: int
    period_from: date
    period_to: date

    @property
    def group(self) -> dict[str, Any]:
        """Whom the percentage speaks of, for pages: job, period, table."""
        return {
            "job_key": self.job_key,
            "portrait_version": self.portrait_version,
            "version": self.version,
            "period_from": self.period_from,
            "period_to": self.period_to,
        }


def newest_norms(job_key: str, portrait_version: int, before: datetime | None = None) -> NormTable | None:
    """The newest table of a group, or the newest not made after ``before``."""
    tables = NormTable.objects.filter(job_key=job_key, portrait_version=portrait_version)
    if before is not None:
        tables = tables.filter(computed_at__lte=before)
    return tables.order_by("version").last()


def percentile(report: Report) -> Percentile | None:
    """Mid-rank within the norm table of the report (science.md §2); None without a total or a table.

    The table is the one the report names in its provenance. A report that was there before its group had 30
    people names none: it takes the first table frozen after it, in which it is counted, and stays with it.
    """
    if report.total is None:
        return None
    named = report.body.get("provenance", {}).get("norms")
    tables = NormTable.objects.filter(job_key=report.job_key, portrait_version=report.portrait_version)
    if named:
        table = tables.filter(version=named["version"]).first()
    else:
        table = tables.filter(computed_at__gte=report.created_at).order_by("version").first()
    return _placed(table, report.total, member=not named) if table else None


def measured_errors() -> dict[str, ErrorTable]:
    """Competency → the newest standard error measured by double ratings."""
    return {table.competency: table for table in ErrorTable.objects.order_by("competency", "version")}


def _placed(table: NormTable, total: Decimal, *, member: bool) -> Percentile | None:
    counts = {Decimal(level): people for level, people in table.totals.items()}
    place = norms.place(counts, total, member=member)
    if place is None:
        return None
    return Percentile(
        top=place.top,
        n=place.n,
        low=place.low,
        high=place.high,
        job_key=table.job_key,
        portrait_version=table.portrait_version,
        version=table.version,
        period_from=table.period_from,
        period_to=table.period_to,
    )
