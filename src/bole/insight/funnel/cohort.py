"""How far the applications of a period came: a row per branch, opening and posting, counted by the database.

All funnels, rates per job, the branch table and the comparison of channels add these rows up, so they cannot
disagree with each other.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from bole.foundation.access.actors import Actor
from bole.hiring.assessment import queries as assessment
from bole.hiring.intake import queries as intake
from bole.hiring.interviews import queries as interviews
from bole.hiring.pipeline import queries as pipeline
from bole.insight.funnel.grouping import grouped
from bole.insight.funnel.periods import Period

BACKWARD = ("screening", "ai_interview", "closed")
ENDED = ("finished", "expired", "withdrawn")


@dataclass(frozen=True, slots=True)
class Counts:
    """Applications that reached a gate. ``x_of_y``: those of ``y`` that also reached ``x``."""

    applied: int = 0
    invited: int = 0
    invited_of_applied: int = 0
    ended: int = 0
    finished: int = 0
    finished_of_invited: int = 0
    reported: int = 0
    passed: int = 0
    passed_of_finished: int = 0
    advanced: int = 0
    advanced_of_finished: int = 0
    advanced_of_passed: int = 0
    offered: int = 0
    offered_of_advanced: int = 0
    settled_offers: int = 0
    hired: int = 0
    hired_of_offered: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Counts)))


@dataclass(frozen=True, slots=True)
class Cell:
    """The counts of one branch, opening and posting (None: entered by HR, or come another way)."""

    unit_id: UUID
    requisition_id: UUID
    posting_id: UUID | None
    counts: Counts


# The columns of Counts as PostgreSQL counts them over the facts of an application.
HIRED = "(outcome = 'hired' OR reached >= 3)"
COLUMNS = {
    "applied": "true",
    "invited": "invited",
    "invited_of_applied": "invited",
    "ended": "ended",
    "finished": "came",
    "finished_of_invited": "came AND invited",
    "reported": "total IS NOT NULL",
    "passed": "total >= pass_mark",
    "passed_of_finished": "total >= pass_mark AND came",
    "advanced": "reached >= 1",
    "advanced_of_finished": "reached >= 1 AND came",
    "advanced_of_passed": "reached >= 1 AND total >= pass_mark",
    "offered": "reached >= 2",
    "offered_of_advanced": "reached >= 2",
    "settled_offers": f"reached >= 2 AND ({HIRED} OR stage = 'closed')",
    "hired": HIRED,
    "hired_of_offered": f"{HIRED} AND reached >= 2",
}


def cells(actor: Actor, period: Period) -> list[Cell]:
    """The counts of applications received in the period, in one query."""
    counted = ", ".join(f"count(*) FILTER (WHERE {COLUMNS[f.name]})" for f in fields(Counts))
    by = "unit_id, requisition_id, posting"
    rows = grouped(facts(actor, period), f"{by}, {counted}", f"GROUP BY {by}")
    return [Cell(row[0], row[1], row[2], Counts(*row[3:])) for row in rows]


def facts(actor: Actor, period: Period) -> Any:
    """One row per application received in the period."""
    mine = pipeline.visible_to(actor).select_related(None).order_by()
    held = interviews.visible_to(actor).select_related(None).filter(application_id=OuterRef("pk")).order_by()
    rows = mine.filter(created_at__gte=period.start, created_at__lt=period.end).annotate(
        invited=Exists(held),
        came=Exists(held.filter(finished_at__isnull=False)),
        ended=Exists(held.filter(state__in=ENDED)),
        total=Subquery(totals(actor).filter(application_id=OuterRef("pk")).values("total")[:1]),
        reached=Coalesce(Subquery(_reached(actor)), Value(0)),
        pass_mark=F("requisition__pass_mark"),
        posting=Subquery(intake.first_posting(OuterRef("pk"))),
    )
    return rows.values(
        "unit_id", "requisition_id", "stage", "outcome",
        "invited", "came", "ended", "total", "reached", "pass_mark", "posting",
    )  # fmt: skip


def totals(actor: Actor) -> Any:
    """The newest totals this reader may know: not of reports he is rating blind just now."""
    rows = assessment.visible_to(actor).select_related(None).filter(latest=True)
    return rows.exclude(assessment.being_rated(actor)).order_by("-created_at")


def _reached(actor: Actor) -> Any:
    """1: left the AI interview forward, 2: stood in the offer stage, 3: in onboarding."""
    level = Case(
        When(to_stage="onboarding", then=Value(3)),
        When(to_stage="offer", then=Value(2)),
        When(Q(from_stage="ai_interview") & ~Q(to_stage__in=BACKWARD), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    mine = pipeline.moves(actor).filter(application_id=OuterRef("pk")).annotate(level=level)
    return mine.order_by("-level").values("level")[:1]


def added(cells: Iterable[Cell], key: Callable[[Cell], Any]) -> dict[Any, Counts]:
    """The cells added up by what ``key`` says of them; None leaves a cell out."""
    found: dict[Any, Counts] = {}
    for cell in cells:
        group = key(cell)
        if group is not None:
            found[group] = found.get(group, Counts()) + cell.counts
    return found
