"""Columns of one opening, a page of cards each: counted and cut by the database, however many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from bole.foundation.access.actors import Actor
from bole.foundation.ui.formats import say
from bole.hiring.pipeline import queries
from bole.hiring.pipeline.rules import Process, Stage
from bole.kernel.errors import InvalidError
from bole.web.console import board
from bole.web.console.board_filters import OPEN, SOON

PAGE = 25


@dataclass(frozen=True, slots=True)
class Head:
    """How many stand in a stage: all, over the limit, near it, with an open decision."""

    n: int = 0
    late: int = 0
    soon: int = 0
    decide: int = 0

    def __add__(self, other: "Head") -> "Head":
        return Head(
            self.n + other.n, self.late + other.late, self.soon + other.soon, self.decide + other.decide
        )


@dataclass(frozen=True, slots=True)
class Column:
    """One stage; ``after``: where the next page of cards begins, empty at the end."""

    key: str
    label: str
    limit: str
    head: Head
    cards: tuple[board.Card, ...]
    after: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Heads:
    """Stage → its counts, and the stages that are the columns: of the newest version that anybody is in, with
    those of older ones behind the one they followed. ``reasons``: what their processes list for a decline."""

    counts: dict[str, Head]
    stages: tuple[Stage, ...]
    reasons: list[tuple[str, str]]


def heads(rows: QuerySet[Any], actor: Actor, now: datetime) -> Heads:
    """The counts of all stages and versions, in one query."""
    waiting = queries.proposals(actor).values("application_id")
    found = rows.values_list("process_key", "process_version", "stage").annotate(
        n=Count("pk"),
        late=Count("pk", filter=OPEN & Q(due_at__lt=now)),
        soon=Count("pk", filter=OPEN & Q(due_at__gte=now, due_at__lt=now + SOON)),
        decide=Count("pk", filter=OPEN & Q(pk__in=waiting)),
    )
    counts: dict[str, Head] = {}
    used: set[tuple[str, int]] = set()
    for key, number, stage, *told in found:
        used.add((key, number))
        counts[stage] = counts.get(stage, Head()) + Head(*told)
    processes = [queries.version_of(*one) for one in sorted(used, reverse=True)]
    reasons = dict(pair for process in processes for pair in queries.reason_choices(process))
    return Heads(counts, _stages(processes), list(reasons.items()))


def _stages(processes: Sequence[Process]) -> tuple[Stage, ...]:
    found: list[Stage] = []
    for process in processes:
        at = 0
        for stage in process.stages:
            known = next((place for place, one in enumerate(found) if one.key == stage.key), None)
            if known is None:
                found.insert(at, stage)
            at = (at if known is None else known) + 1
    return tuple(found)


def first_pages(rows: QuerySet[Any], stages: Sequence[str]) -> dict[str, list[Any]]:
    """Stage → its first cards, one more than a page if there are, longest in the stage first; one query."""
    if not stages:
        return {}
    parts = [_ordered(rows.filter(stage=stage)).values_list("pk", flat=True)[: PAGE + 1] for stage in stages]
    ids = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    found: dict[str, list[Any]] = {}
    for one in whole(rows.model.objects.filter(pk__in=ids)):
        found.setdefault(one.stage, []).append(one)
    return found


def page(rows: QuerySet[Any], stage: str, after: str) -> list[Any]:
    """The cards that follow, one more than a page if there are."""
    since, key = _read(after)
    beyond = Q(stage_since__gt=since) | Q(stage_since=since, pk__gt=key)
    return list(whole(rows.filter(beyond, stage=stage))[: PAGE + 1])


def these(rows: QuerySet[Any], wanted: Sequence[UUID]) -> list[Any]:
    """Some cards by id, as far as they fit."""
    return list(whole(rows.filter(pk__in=list(wanted)))) if wanted else []


def column(
    stage: Stage,
    head: Head,
    applications: Sequence[Any],
    facts: Mapping[UUID, board.Facts],
    now: datetime,
    *,
    may_move: bool,
) -> Column:
    """One column with the page of cards that was read."""
    shown = list(applications[:PAGE])
    return Column(
        key=stage.key,
        label=say(stage.label),
        limit=board.days(stage.service_level.total_seconds()) if stage.service_level else "",
        head=head,
        cards=tuple(
            board.card(one, facts.get(one.pk, board.Facts()), now, may_move=may_move) for one in shown
        ),
        after=cursor(shown[-1]) if len(applications) > PAGE else "",
        closed=not stage.leads_to,
    )


def cursor(application: Any) -> str:
    """Where a page ends."""
    return f"{application.stage_since.isoformat()}~{application.pk}"


def _read(text: str) -> tuple[datetime, UUID]:
    try:
        since, key = text.split("~")
        return datetime.fromisoformat(since), UUID(key)
    except ValueError as error:
        raise InvalidError("not a cursor of this column", code="cursor_invalid") from error


def _ordered(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by("stage_since", "pk")


def whole(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Cards with all that they show, in the order of a column."""
    found = (
        _ordered(rows).select_related("unit", "candidate", "requisition__owner").prefetch_related("proposals")
    )
    return found.defer("requisition__portrait", "requisition__channels")
