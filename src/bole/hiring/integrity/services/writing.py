"""A finding as a row."""

from collections.abc import Sequence
from datetime import datetime

from bole.hiring.integrity.models import Finding
from bole.hiring.integrity.rules.sights import RULE_VERSION, Sight
from bole.hiring.interviews.queries import AnswerFacts


def write(facts: AnswerFacts, sight: Sight, now: datetime, quotes: Sequence[str] = ()) -> Finding:
    """One finding, new or with new figures."""
    measured = {
        "figures": sight.figures,
        "places": [list(place) for place in sight.places],
        "quotes": list(quotes),
        "rule_version": RULE_VERSION,
    }
    of_whom = {
        "unit_id": facts.unit_id,
        "candidate_id": facts.candidate_id,
        "interview_id": facts.interview_id,
        "found_at": now,
    }
    row, _made = Finding.objects.update_or_create(
        answer_id=facts.answer_id,
        attempt=facts.attempt,
        kind=sight.kind,
        defaults=measured,
        create_defaults=measured | of_whom,
    )
    return row
