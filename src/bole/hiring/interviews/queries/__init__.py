"""Reads of interviews."""

from bole.hiring.interviews.queries.listing import (
    Filters,
    Page,
    counts,
    interviews_for,
    progress,
    rights_open,
)
from bole.hiring.interviews.queries.portal import candidate_actor, state_for
from bole.hiring.interviews.queries.single import (
    AnswerFacts,
    answer_facts,
    answers_of,
    get,
    recordings_of,
    submitted_facts,
    visible_to,
)

__all__ = [
    "AnswerFacts",
    "Filters",
    "Page",
    "answer_facts",
    "answers_of",
    "candidate_actor",
    "counts",
    "get",
    "interviews_for",
    "progress",
    "recordings_of",
    "rights_open",
    "state_for",
    "submitted_facts",
    "visible_to",
]
