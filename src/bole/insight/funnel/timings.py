"""How long stages take, and how long it takes to hire: median and p90, never a mean (one forgotten
application would pull it away)."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db.models import DurationField, ExpressionWrapper, F, Min, Q, QuerySet

from bole.foundation.access.actors import Actor
from bole.hiring.pipeline import queries as pipeline
from bole.insight.funnel.grouping import grouped
from bole.insight.funnel.periods import Period

LEAST_FOR_P90 = 10  # of fewer, the ninth of ten is one single person
PERCENTILES = "percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY extract(epoch FROM stay)), count(*)"


@dataclass(frozen=True, slots=True)
class Timing:
    """``p90`` is None for few. ``process``: key and version of a process that knows the stage."""

    median: timedelta
    p90: timedelta | None
    n: int
    process: tuple[str, int] | None = None


def stages(actor: Actor, period: Period, narrowed: Q | None = None) -> dict[str, Timing]:
    """Stage → how long it was held by those who left it in the period, whatever way they left. One query."""
    rows = _moves(actor, period, narrowed).filter(since__isnull=False).exclude(from_stage=F("to_stage"))
    stay = ExpressionWrapper(F("at") - F("since"), output_field=DurationField())
    number = F("application__process_version")
    facts = rows.annotate(stay=stay, way=F("application__process_key"), number=number)
    told = grouped(
        facts.values("from_stage", "stay", "way", "number"),
        f"from_stage, {PERCENTILES}, (array_agg(way ORDER BY number DESC, way))[1], max(number)",
        "GROUP BY 1",
    )
    return {
        key: replace(_timing(took[0], took[1], n), process=(way, last)) for key, took, n, way, last in told
    }


def hires(actor: Actor, period: Period, narrowed: Q | None = None) -> QuerySet[Any, Any]:
    """``opening`` and ``took``, from application to offer, of everybody who came to an offer stage."""
    rows = _moves(actor, period, narrowed).filter(entered__in=pipeline.places("offer"))
    rows = rows.values("application_id", "application__created_at", opening=F("application__requisition_id"))
    since = F("application__created_at")
    found: QuerySet[Any, Any] = rows.annotate(
        took=ExpressionWrapper(Min("at") - since, output_field=DurationField())
    )
    return found


def days(values: list[float]) -> Timing | None:
    """Median and p90 of days, as PostgreSQL's ``percentile_cont``; None of nothing."""
    if not values:
        return None
    return _timing(86_400 * quantile(values, 0.5), 86_400 * quantile(values, 0.9), len(values))


def quantile(values: list[float], share: float) -> float:
    """Linear between the two neighbours."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _moves(actor: Actor, period: Period, narrowed: Q | None) -> QuerySet[Any, Any]:
    return pipeline.moves_by_place(actor).filter(narrowed or Q(), at__gte=period.start, at__lt=period.end)


def _timing(median: Any, p90: Any, n: int) -> Timing:
    return Timing(
        timedelta(seconds=float(median)), timedelta(seconds=float(p90)) if n >= LEAST_FOR_P90 else None, n
    )
