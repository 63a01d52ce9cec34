"""Applications that still go an older way than the one in force, for whoever decides whether they move."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.ui.formats import say
from bole.hiring.pipeline import policies, queries, versions
from bole.hiring.pipeline.rules import CLOSED, Process


@dataclass(frozen=True, slots=True)
class Behind:
    """The applications of one opening on older versions: how many stand where, and which of these stages the
    new version no longer has."""

    requisition_id: UUID
    unit_id: UUID
    job: str
    unit: str
    target: int
    stands: list[tuple[str, int]]  # (stage in words, how many)
    vanished: list[tuple[str, str]]  # (key, in words)
    places: list[tuple[str, str]]  # where they could go
    count: int
    may_move: bool


def behind(actor: Actor, key: str) -> list[Behind]:
    """Every opening of the actor's units with open applications on an older version of this process."""
    rows = (
        queries.visible_to(actor)
        .filter(process_key=key)
        .exclude(stage=CLOSED)
        .order_by("requisition_id", "process_version", "stage")
        .values("requisition_id", "process_version", "stage")
        .annotate(n=Count("pk"))
    )
    by_opening: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_opening[row["requisition_id"]].append(dict(row))
    openings = {one.requisition_id: one.requisition for one in _openings(actor, list(by_opening))}
    found = (_behind(actor, key, openings[one], rows) for one, rows in by_opening.items() if one in openings)
    return [one for one in found if one is not None]


def _openings(actor: Actor, ids: list[UUID]) -> Any:
    return (
        queries.visible_to(actor)
        .filter(requisition_id__in=ids)
        .distinct("requisition_id")
        .order_by("requisition_id")
    )


def _behind(actor: Actor, key: str, requisition: Any, rows: list[dict[str, Any]]) -> Behind | None:
    target = versions.for_opening(requisition)
    old = [row for row in rows if row["process_version"] != target.version]
    if not old or target.key != key:
        return None
    words: dict[str, str] = {}
    counts: dict[str, int] = defaultdict(int)
    for row in old:
        process = queries.version_of(key, row["process_version"])
        words[row["stage"]] = say(process.stage(row["stage"]).label)
        counts[row["stage"]] += row["n"]
    return Behind(
        requisition_id=requisition.pk,
        unit_id=requisition.unit_id,
        job=say({"zh": requisition.title_zh, "en": requisition.title_en}),
        unit=requisition.unit.name,
        target=target.version,
        stands=[(words[stage], n) for stage, n in counts.items()],
        vanished=[(stage, words[stage]) for stage in counts if not target.has(stage)],
        places=_places(target),
        count=sum(counts.values()),
        may_move=permissions.allowed(actor, policies.ADVANCE, requisition.unit_id),
    )


def _places(process: Process) -> list[tuple[str, str]]:
    return [(one.key, say(one.label)) for one in process.stages if one.key != CLOSED]
