"""The word of screening on a candidate's page: result, rules with their lines, the best points."""

from typing import Any
from uuid import UUID

from bole.foundation.access.actors import Actor
from bole.foundation.ui.panels import Fragment
from bole.hiring.screening import pages, queries
from bole.hiring.screening.models import Result

TOP = 5


def of(actor: Actor, candidate_id: UUID) -> Fragment | None:
    """Every application's screening that counts; nothing where none was made."""
    found = queries.of_candidate(actor, candidate_id)
    if not found:
        return None
    return Fragment("screening/_panel.html", {"screenings": [_shown(one) for one in found]})


def _shown(one: Result) -> dict[str, Any]:
    return {"row": pages.row(one), "verdicts": pages.verdicts(one), "top": _top(one)}


def _top(one: Result) -> list[dict[str, Any]]:
    points = [
        {"points": hit["points"], "text": hit["text"], "label": part.label}
        for part in pages.points(one)
        for hit in part.evidence
        if hit["text"]
    ]
    return sorted(points, key=lambda hit: -float(hit["points"]))[:TOP]
