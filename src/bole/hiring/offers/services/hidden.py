"""Hidden needs of one application: its interviews' sentences, verbatim, with answer and second."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from bole.foundation.access import actors
from bole.hiring.analysis import queries as analysis
from bole.hiring.interviews import queries as interviews
from bole.hiring.offers import library
from bole.hiring.offers.rules import wishes
from bole.hiring.offers.rules.wishes import Said


def proposed(application_id: UUID) -> list[dict[str, Any]]:
    """Courses with the sentence that asks for each; a person confirms or drops them."""
    words, courses = library.wish_words()
    interview = interviews.newest_of(actors.current(), [application_id]).get(application_id)
    if interview is None:
        return []
    return [
        {
            "course": one.course,
            "quote": one.quote,
            "second": one.second,
            "answer": one.answer,
            "interview": str(interview.pk),
            "state": "proposed",
        }
        for one in wishes.found(_said(interview.pk), words, courses)
    ]


def _said(interview_id: UUID) -> Iterator[Said]:
    """Every sentence-like stretch of every answer, in the order of the interview."""
    for facts in interviews.submitted_facts(interview_id):
        if facts.withdrawn:
            continue
        heard = analysis.outcome_of(facts.answer_id).observation
        if heard is None:
            continue
        transcript = heard.transcript
        if transcript.typed or not transcript.segments:
            yield Said(transcript.text, None, str(facts.answer_id))
            continue
        for segment in transcript.segments:
            yield Said(segment.text, segment.start, str(facts.answer_id))
