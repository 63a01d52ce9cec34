"""The figures at the top: interviews finished in the period and what followed, what waits, what is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    DateTimeField,
    DecimalField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Trunc

from bole.foundation.access.actors import Actor
from bole.hiring.assessment import queries as assessment
from bole.hiring.interviews import queries as interviews
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline.rules import CLOSED
from bole.insight.funnel.cohort import totals
from bole.insight.funnel.grouping import grouped, joined
from bole.insight.funnel.periods import Period
from bole.insight.funnel.rates import Rate

SOON = timedelta(hours=24)
TOOK = "(ORDER BY extract(epoch FROM early.reported_at - facts.finished_at))"
SELECT = (
    "facts.within, facts.bucket, GROUPING(facts.bucket), count(DISTINCT facts.application_id),"
    " count(DISTINCT facts.application_id) FILTER (WHERE report.total >= facts.pass_mark),"
    " count(DISTINCT facts.application_id) FILTER (WHERE report.total IS NOT NULL),"
    f" percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP {TOOK}"
)
BY = "GROUP BY GROUPING SETS ((facts.within), (facts.within, facts.bucket))"
LATE, SOON_DUE = "count(*) FILTER (WHERE due_at < %s)", "count(*) FILTER (WHERE due_at >= %s)"
WAITING = f"{LATE}, {SOON_DUE}, count(asked_at), min(asked_at)"


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
    rows = joined(_finished(actor, period, narrowed or Q()), _reports(actor, period), SELECT, BY)
    whole = {within: row for within, _, summed, *row in rows if summed}
    finished, passed, known, took = whole.get(True, (0, 0, 0, None))
    median, p90 = took or (None, None)
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
    return mine.filter(
        finished_at__gte=start, finished_at__lt=end
    ).annotate(
        total=Cast(  # a number also where the reader may know no total at all, and NULL stands there
            Subquery(totals(actor).filter(interview_id=OuterRef("pk")).values("total")[:1]),
            DecimalField(max_digits=4, decimal_places=1),
        ),
        pass_mark=F("application__requisition__pass_mark"),
    )


def _finished(actor: Actor, period: Period, narrowed: Q) -> QuerySet[Any, Any]:
    """One row per interview finished in the period or in the one before it."""
    mine = interviews.visible_to(actor).select_related(None).order_by()
    rows = mine.filter(narrowed, finished_at__gte=period.earlier.start, finished_at__lt=period.end)
    rows = rows.exclude(finished_at__gte=period.earlier.end, finished_at__lt=period.start).annotate(
        within=Case(
            When(finished_at__gte=period.start, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
        bucket=Trunc("finished_at", "hour" if period.by_hour else "day", tzinfo=period.start.tzinfo),
    )
    return rows.values(
        "application_id", "within", "bucket", "finished_at",
        interview_id=F("pk"), pass_mark=F("application__requisition__pass_mark"),
    )  # fmt: skip


def _reports(actor: Actor, period: Period) -> dict[str, tuple[str, QuerySet[Any, Any]]]:
    """The newest total the reader may know, and when the first report was there, of each interview."""
    within = {"interview__finished_at__gte": period.earlier.start, "interview__finished_at__lt": period.end}
    first = assessment.visible_to(actor).select_related(None).filter(version=1, **within).order_by()
    return {
        "report": ("interview_id", totals(actor).filter(**within).order_by().values("interview_id", "total")),
        "early": ("interview_id", first.values("interview_id", reported_at=F("created_at"))),
    }


def waiting(actor: Actor, now: datetime, narrowed: Q | None = None) -> Waiting:
    """Open decisions and limits, in one query. ``narrowed``: a condition on applications."""
    mine = pipeline.visible_to(actor).select_related(None).filter(narrowed or Q(), outcome="").order_by()
    mine = mine.exclude(stage=CLOSED)
    nothing = Value(None, DateTimeField())
    due = mine.filter(due_at__lt=now + SOON).values("due_at", asked_at=nothing)
    asked = pipeline.proposals(actor).filter(application__in=mine)
    ((overdue, soon, decisions, oldest),) = grouped(
        due.union(asked.values(due_at=nothing, asked_at=F("created_at")), all=True),
        WAITING,
        before=(now, now),
    )
    return Waiting(decisions=decisions, oldest=oldest, overdue=overdue, soon=soon)
