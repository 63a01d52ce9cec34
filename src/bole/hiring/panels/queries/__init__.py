"""Reads of re-interviews."""

from bole.hiring.panels.queries.cards import (
    Together,
    ordered,
    own_card,
    own_seat_of,
    together,
    versions_of,
)
from bole.hiring.panels.queries.figures import (
    RatingRow,
    Verdict,
    closed_score,
    ratings_for_statistics,
    verdicts,
)
from bole.hiring.panels.queries.lists import (
    late,
    listed,
    of_candidate,
    stands_for_panel,
    to_close,
    to_open,
    to_score,
    waiting_rows,
)
from bole.hiring.panels.queries.people import from_elsewhere, leads_of, of_unit
from bole.hiring.panels.queries.seeing import gate, get, guide_of, running, seats, seats_of, visible_to
from bole.hiring.panels.queries.settings import scores_open, scores_rule

__all__ = [
    "RatingRow",
    "Together",
    "Verdict",
    "closed_score",
    "from_elsewhere",
    "gate",
    "get",
    "guide_of",
    "late",
    "leads_of",
    "listed",
    "of_candidate",
    "of_unit",
    "ordered",
    "own_card",
    "own_seat_of",
    "ratings_for_statistics",
    "running",
    "scores_open",
    "scores_rule",
    "seats",
    "seats_of",
    "stands_for_panel",
    "to_close",
    "to_open",
    "to_score",
    "together",
    "verdicts",
    "versions_of",
    "visible_to",
    "waiting_rows",
]
