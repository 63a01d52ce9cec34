"""How far the applications of a period came: a row per branch, opening and posting, counted by the database.

All funnels, rates per job, the branch table and the comparison of channels add these rows up, so they cannot
disagree with each other.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Value, When

from bole.foundation.access.actors import Actor
from bole.hiring.assessment import queries as assessment
from bole.hiring.intake import queries as intake
from bole.hiring.interviews import queries as interviews
from bole.hiring.pipeline import queries as pipeline
from bole.insight.funnel.grouping import joined
from bole.insight.funnel.periods import Period

BACKWARD = ("screening", "ai_interview", "closed")  # kinds of stages
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
    at_work: int = 0  # these two count employees, in cells of their own (``outcomes``)
    left: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Counts)))


@dataclass(frozen=True, slots=True)
class Cell:
    """The counts of one branch, opening and posting (None: entered by HR, or come another way)."""

    unit_id: UUID
    requisition_id: UUID
    posting_id: UUID | None
    counts: Counts


# The columns of Counts as PostgreSQL counts them over an application and what stands beside it.
INVITED, CAME, OVER = "held.came IS NOT NULL", "held.came > 0", "held.ended > 0"
TOTAL, PASSED = "report.total IS NOT NULL", "report.total >= facts.pass_mark"
ADVANCED, OFFERED = "way.reached >= 1", "way.reached >= 2"
HIRED = "(facts.outcome = 'hired' OR coalesce(way.reached, 0) >= 3)"
COLUMNS = {
    "applied": "true",
    "invited": INVITED,
    "invited_of_applied": INVITED,
    "ended": OVER,
    "finished": CAME,
    "finished_of_invited": CAME,
    "reported": TOTAL,
    "passed": PASSED,
    "passed_of_finished": f"{PASSED} AND {CAME}",
    "advanced": ADVANCED,
    "advanced_of_finished": f"{ADVANCED} AND {CAME}",
    "advanced_of_passed": f"{ADVANCED} AND {PASSED}",
    "offered": OFFERED,
    "offered_of_advanced": OFFERED,
    "settled_offers": f"{OFFERED} AND ({HIRED} OR facts.stage = 'closed')",
    "hired": HIRED,
    "hired_of_offered": f"{HIRED} AND {OFFERED}",
}


def cells(actor: Actor, period: Period) -> list[Cell]:
    """The counts of applications received in the period, in one query that reads each table once."""
    counted = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in COLUMNS.values())
    by = "facts.unit_id, facts.requisition_id, sent.posting_id"
    rows = joined(_applied(actor, period), _beside(actor, period), f"{by}, {counted}", f"GROUP BY {by}")
    return [Cell(row[0], row[1], row[2], Counts(**dict(zip(COLUMNS, row[3:], strict=True)))) for row in rows]


def _applied(actor: Actor, period: Period) -> QuerySet[Any, Any]:
    """One row per application received in the period."""
    mine = pipeline.visible_to(actor).select_related(None).order_by()
    return mine.filter(created_at__gte=period.start, created_at__lt=period.end).values(
        "unit_id", "requisition_id", "stage", "outcome",
        application_id=F("pk"), pass_mark=F("requisition__pass_mark"),
    )  # fmt: skip


def _beside(actor: Actor, period: Period) -> dict[str, tuple[str, QuerySet[Any, Any]]]:
    """What happened to those applications, each with at most one row for one of them."""
    within = {"application__created_at__gte": period.start, "application__created_at__lt": period.end}
    held = interviews.visible_to(actor).select_related(None).filter(**within).order_by()
    reports = totals(actor).filter(**within).order_by("application_id", "-created_at")
    found = {
        "held": held.values("application_id").annotate(
            came=Count("pk", filter=Q(finished_at__isnull=False), distinct=True),
            ended=Count("pk", filter=Q(state__in=ENDED), distinct=True),
        ),
        "report": reports.distinct("application_id").values("application_id", "total"),
        "way": pipeline.moves_by_place(actor).filter(**within).values("application_id").annotate(
            reached=Max(_level())
        ),
        "sent": intake.first_postings(),
    }  # fmt: skip
    return {name: ("application_id", rows) for name, rows in found.items()}


def totals(actor: Actor) -> Any:
    """The newest totals this reader may know: not of reports he is rating blind just now."""
    rows = assessment.visible_to(actor).select_related(None).filter(latest=True)
    return rows.exclude(assessment.being_rated(actor)).order_by("-created_at")


def _level() -> Case:
    """1: left the AI interview forward, 2: stood in an offer stage, 3: in onboarding."""
    forward = ~Q(entered__in=pipeline.places(*BACKWARD))
    return Case(
        When(entered__in=pipeline.places("onboarding"), then=Value(3)),
        When(entered__in=pipeline.places("offer"), then=Value(2)),
        When(forward, left__in=pipeline.places("ai_interview"), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )


def added(cells: Iterable[Cell], key: Callable[[Cell], Any]) -> dict[Any, Counts]:
    """The cells added up by what ``key`` says of them; None leaves a cell out."""
    found: dict[Any, Counts] = {}
    for cell in cells:
        group = key(cell)
        if group is not None:
            found[group] = found.get(group, Counts()) + cell.counts
    return found
