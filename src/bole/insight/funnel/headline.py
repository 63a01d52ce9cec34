"""The figures at the top: interviews finished in the period and what followed, what waits, what is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Trunc

from bole.foundation.access.actors import Actor
from bole.hiring.assessment import queries as assessment
from bole.hiring.interviews import queries as interviews
from bole.hiring.pipeline import queries as pipeline
from bole.insight.funnel.cohort import totals
from bole.insight.funnel.grouping import grouped
from bole.insight.funnel.periods import Period
from bole.insight.funnel.rates import Rate

SOON = timedelta(hours=24)
SELECT = (
    "within, bucket, GROUPING(bucket), count(DISTINCT application_id),"
    " count(DISTINCT application_id) FILTER (WHERE total >= pass_mark),"
    " count(DISTINCT application_id) FILTER (WHERE total IS NOT NULL),"
    " percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM took)),"
    " percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM took))"
)


@dataclass(frozen=True, slots=True)
class Bucket:
    """One hour or day: applications whose interview was finished, and those that reached the pass mark."""

    at: datetime
    finished: int
    passed: int


@dataclass(frozen=True, slots=True)
class Headline:
    """``passed``: of the applications with a total. Seconds from handing in to the first report."""

    finished: int = 0
    finished_before: int = 0
    passed: Rate = Rate(0, 0)  # noqa: RUF009  a frozen value
    median_seconds: float | None = None
    p90_seconds: float | None = None
    buckets: tuple[Bucket, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person just now, whatever the period."""

    decisions: int
    oldest: datetime | None
    overdue: int
    soon: int


def headline(actor: Actor, period: Period, narrowed: Q | None = None) -> Headline:
    """Applications whose interview was finished in the period, in one query. ``narrowed``: a condition on
    interviews."""
    rows = grouped(
        _finished(actor, period, narrowed or Q()),
        SELECT,
        "GROUP BY GROUPING SETS ((within), (within, bucket))",
    )
    whole = {within: row for within, _, summed, *row in rows if summed}
    finished, passed, known, median, p90 = whole.get(True, (0, 0, 0, None, None))
    buckets = sorted((bucket, n, ok) for within, bucket, summed, n, ok, *_ in rows if within and not summed)
    return Headline(
        finished=finished,
        finished_before=whole.get(False, (0,))[0],
        passed=Rate(passed, known),
        median_seconds=median,
        p90_seconds=p90,
        # PostgreSQL gives the hour or day as the bank's clock shows it, without a zone
        buckets=tuple(Bucket(at.replace(tzinfo=period.start.tzinfo), n, ok) for at, n, ok in buckets),
    )


def finished_between(actor: Actor, start: datetime, end: datetime) -> QuerySet[Any]:
    """Interviews finished in a stretch of time, with ``total`` of the newest report and ``pass_mark``."""
    mine = interviews.visible_to(actor).select_related(None).order_by()
    return mine.filter(finished_at__gte=start, finished_at__lt=end).annotate(
        total=Subquery(totals(actor).filter(interview_id=OuterRef("pk")).values("total")[:1]),
        pass_mark=F("application__requisition__pass_mark"),
    )


def _finished(actor: Actor, period: Period, narrowed: Q) -> QuerySet[Any, Any]:
    earlier, first = period.earlier, assessment.visible_to(actor).select_related(None).order_by()
    reported = first.filter(interview_id=OuterRef("pk"), version=1).values("created_at")[:1]
    rows = finished_between(actor, earlier.start, period.end).filter(narrowed)
    rows = rows.exclude(finished_at__gte=earlier.end, finished_at__lt=period.start).annotate(
        within=Case(
            When(finished_at__gte=period.start, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
        bucket=Trunc("finished_at", "hour" if period.by_hour else "day", tzinfo=period.start.tzinfo),
        took=ExpressionWrapper(Subquery(reported) - F("finished_at"), output_field=DurationField()),
    )
    found: QuerySet[Any, Any] = rows.values(
        "application_id", "total", "pass_mark", "within", "bucket", "took"
    )
    return found


def waiting(actor: Actor, now: datetime, narrowed: Q | None = None) -> Waiting:
    """Open decisions and limits, in one query. ``narrowed``: a condition on applications."""
    mine = pipeline.visible_to(actor).select_related(None).filter(narrowed or Q(), outcome="").order_by()
    open_one = pipeline.proposals(actor).filter(application_id=OuterRef("pk")).values("created_at")[:1]
    return Waiting(
        **mine.exclude(stage="closed")
        .annotate(asked_at=Subquery(open_one))
        .aggregate(
            overdue=Count("pk", filter=Q(due_at__lt=now)),
            soon=Count("pk", filter=Q(due_at__gte=now, due_at__lt=now + SOON)),
            decisions=Count("asked_at"),
            oldest=Min("asked_at"),
        )
    )
