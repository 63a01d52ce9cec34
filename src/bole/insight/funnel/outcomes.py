"""What came of it: who came to an offer in a period and how long that took, who was at work and who left."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, DurationField, F, IntegerField, Q, UUIDField, Value

from bole.foundation.access.actors import Actor
from bole.insight.funnel import timings
from bole.insight.funnel.cohort import Cell, Counts
from bole.insight.funnel.periods import Period
from bole.workforce.employees import queries as employees


@dataclass(frozen=True, slots=True)
class Outcomes:
    """``hired``: opening → days from application to offer. ``staff``: employees, as cells of their own."""

    hired: Mapping[UUID, list[float]]
    staff: list[Cell]


def outcomes(actor: Actor, period: Period, narrowed: Q | None = None) -> Outcomes:
    """Both in one query. ``narrowed``: a condition on moves and on employees alike (R116)."""
    nobody, no_unit = Value(0, IntegerField()), Value(None, UUIDField())
    offers = timings.hires(actor, period, narrowed).annotate(place=no_unit, n=nobody, gone=nobody)
    people = employees.at_work(actor, period.start, period.end).filter(narrowed or Q()).order_by()
    counted = people.values(opening=F("application__requisition_id"), place=F("unit_id")).annotate(
        took=Value(None, DurationField()), n=Count("pk"), gone=Count("pk", filter=Q(left=True))
    )
    columns = ("opening", "place", "took", "n", "gone")
    hired: dict[UUID, list[float]] = {}
    staff: list[Cell] = []
    for opening, unit, took, n, gone in offers.values_list(*columns).union(
        counted.values_list(*columns), all=True
    ):
        if unit is None:
            hired.setdefault(opening, []).append(took.total_seconds() / 86_400)
        else:
            staff.append(Cell(unit, opening, None, Counts(at_work=n, left=gone)))
    return Outcomes(hired, staff)
