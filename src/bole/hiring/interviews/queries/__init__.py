"""Reads of interviews."""

from bole.hiring.interviews.queries.listing import (
    Filters,
    Page,
    Sort,
    counts,
    interviews_for,
    progress,
    rights_of,
    rights_open,
    rights_request,
)
from bole.hiring.interviews.queries.portal import candidate_actor, state_for
from bole.hiring.interviews.queries.single import (
    AnswerFacts,
    answer_facts,
    answers_of,
    assigned_to,
    get,
    newest_of,
    page_notes_of,
    recordings_of,
    submitted_facts,
    unlooked_at,
    visible_to,
)

__all__ = [
    "AnswerFacts",
    "Filters",
    "Page",
    "Sort",
    "answer_facts",
    "answers_of",
    "assigned_to",
    "candidate_actor",
    "counts",
    "get",
    "interviews_for",
    "newest_of",
    "page_notes_of",
    "progress",
    "recordings_of",
    "rights_of",
    "rights_open",
    "rights_request",
    "state_for",
    "submitted_facts",
    "unlooked_at",
    "visible_to",
]
