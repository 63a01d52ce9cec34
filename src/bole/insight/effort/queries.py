"""How hours are spent: acts counted by the database from lines of the audit trail. Row-level security cuts
them to the actor's units."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.audit import queries as audit
from bole.foundation.org import queries as org
from bole.hiring.assessment import queries as assessment
from bole.hiring.pipeline import queries as pipeline
from bole.insight.effort import library, policies, rules
from bole.insight.effort.models import EffortNorm
from bole.insight.effort.rules import Acts, Counted
from bole.insight.funnel.branches import branch_of
from bole.insight.funnel.cohort import added, cells
from bole.insight.funnel.grouping import grouped
from bole.insight.funnel.periods import Period

SEEN = "hiring.assessment.report.viewed"
# A person's act: one activity of one account in one second. A machine's: one thing in one minute.
SELECT = (
    "unit_id, within, activity,"
    " count(DISTINCT (actor_id, date_trunc('second', at))) FILTER (WHERE actor_kind = 'user'),"
    " count(DISTINCT (object_id, date_trunc('minute', at))) FILTER (WHERE actor_kind = 'system')"
)
WAY = (
    "within, percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM at - looked)) / 60,"
    " count(looked), count(*)"
)


@dataclass(frozen=True, slots=True)
class Way:
    """From a person's first look at the report to his own decision. ``n`` decisions with a look before, of
    ``decisions``."""

    minutes: float | None = None
    n: int = 0
    decisions: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """One period: acts by activity, applications received, and the way from look to decision."""

    counted: Counted
    applied: int
    way: Way


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch with its outlets in both periods; the head office stands for itself."""

    unit_id: UUID
    name: str
    counted: Counted
    before: Counted
    applied: int
    applied_before: int


@dataclass(frozen=True, slots=True)
class Effort:
    """Everything of the page. ``unknown``: acts of verbs no activity names."""

    period: Period
    now: Stretch
    before: Stretch
    branches: list[Branch]
    units: list[Any]
    unknown: int


@dataclass(frozen=True, slots=True)
class Norm:
    """What holds now for one activity."""

    minutes: float
    source: str
    set_at: datetime
    who: str


def effort(actor: Actor, period: Period, unit_id: UUID | None = None) -> Effort:
    """Both periods of what the actor may see, or of one unit and those beneath it."""
    permissions.require(actor, policies.READ)
    units = org.subtree(actor.unit_ids)
    chosen = next((unit for unit in units if unit.pk == unit_id), None)
    inside = {unit.pk for unit in units if chosen is None or unit.lies_under(chosen.path)}
    counted = _counted(period, inside)
    applied = [_applied(actor, one, inside) for one in (period, period.earlier)]
    ways = _ways(actor, period, inside)
    now, before = (_summed(counted, within=within) for within in (True, False))
    return Effort(
        period=period,
        now=Stretch(now, sum(applied[0].values()), ways[True]),
        before=Stretch(before, sum(applied[1].values()), ways[False]),
        branches=_branches(counted, applied, units),
        units=units,
        unknown=now.get(rules.NONE, Acts()).by_hand,
    )


def norms() -> dict[str, Norm]:
    """Activity → minutes in force."""
    found: dict[str, Norm] = {}
    gone: set[str] = set()
    for row in EffortNorm.objects.select_related("set_by").order_by("activity", "-set_at", "-pk"):
        if row.activity in found or row.activity in gone:
            continue
        if row.minutes is None:
            gone.add(row.activity)
            continue
        found[row.activity] = Norm(float(row.minutes), row.source, row.set_at, row.set_by.get_short_name())
    return found


Rows = list[tuple[UUID, bool, str, Acts]]


def _counted(period: Period, inside: set[UUID]) -> Rows:
    earlier = period.earlier
    lines = audit.lines().order_by().filter(unit_id__in=inside, at__gte=earlier.start, at__lt=period.end)
    lines = lines.filter(actor_kind__in=("user", "system")).exclude(at__gte=earlier.end, at__lt=period.start)
    facts = lines.annotate(within=_within("at", period), activity=_activity())
    rows = grouped(
        facts.values("unit_id", "within", "activity", "actor_id", "actor_kind", "object_id", "at"),
        SELECT,
        "GROUP BY unit_id, within, activity",
    )
    return [(unit, within, activity, Acts(hand, machine)) for unit, within, activity, hand, machine in rows]


def _activity() -> Case:
    """The activity of a line's verb, decided by the database as ``Catalogue.activity_of`` decides it."""
    whens = [
        When(Q(verb__startswith=entry) if entry.endswith(".") else Q(verb=entry), then=Value(key))
        for entry, key in library.catalogue().entries
    ]
    return Case(*whens, default=Value(rules.NONE), output_field=CharField())


def _within(field: str, period: Period) -> Case:
    return Case(
        When(**{f"{field}__gte": period.start}, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )


def _applied(actor: Actor, period: Period, inside: set[UUID]) -> dict[UUID, int]:
    """Unit → applications received."""
    found = added(cells(actor, period), lambda cell: cell.unit_id if cell.unit_id in inside else None)
    return {unit: counts.applied for unit, counts in found.items()}


def _ways(actor: Actor, period: Period, inside: set[UUID]) -> dict[bool, Way]:
    earlier = period.earlier
    moves = pipeline.moves(actor).filter(
        unit_id__in=inside, actor_user__isnull=False, at__gte=earlier.start, at__lt=period.end
    )
    moves = moves.exclude(at__gte=earlier.end, at__lt=period.start)
    facts: QuerySet[Any, Any] = moves.annotate(
        within=_within("at", period), looked=Subquery(_first_look(actor))
    ).values("within", "looked", "at")
    found = {
        within: Way(minutes, n, whole) for within, minutes, n, whole in grouped(facts, WAY, "GROUP BY 1")
    }
    return {within: found.get(within, Way()) for within in (True, False)}


def _first_look(actor: Actor) -> QuerySet[Any, Any]:
    """When the one who decided first opened a report of that application."""
    reports = assessment.visible_to(actor).select_related(None).order_by()
    of_it = reports.filter(application_id=OuterRef(OuterRef("application_id"))).values("pk")
    lines = audit.lines(verb_prefix=SEEN).filter(
        object_kind="report", object_id__in=of_it, actor_id=OuterRef("actor_user_id"), at__lte=OuterRef("at")
    )
    return lines.order_by("at").annotate(seen_at=F("at")).values("seen_at")[:1]


def _summed(rows: Rows, *, within: bool) -> dict[str, Acts]:
    found: dict[str, Acts] = {}
    for _unit, when, activity, acts in rows:
        if when == within:
            found[activity] = found.get(activity, Acts()) + acts
    return found


def _branches(rows: Rows, applied: list[dict[UUID, int]], units: list[Any]) -> list[Branch]:
    home = branch_of(units)
    names: Mapping[UUID, str] = {unit.pk: unit.name for unit in units}
    mine: dict[UUID, Rows] = {}
    for row in rows:
        mine.setdefault(home[row[0]], []).append(row)
    received: list[dict[UUID, int]] = [{}, {}]
    for kept, found in zip(received, applied, strict=True):
        for unit, count in found.items():
            kept[home[unit]] = kept.get(home[unit], 0) + count
    keys = sorted({*mine, *received[0]}, key=lambda key: (names[key], str(key)))
    return [
        Branch(
            key,
            names[key],
            _summed(mine.get(key, []), within=True),
            _summed(mine.get(key, []), within=False),
            received[0].get(key, 0),
            received[1].get(key, 0),
        )
        for key in keys
    ]
