"""Personalised questions: what the library's rules make of a pasted résumé."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bole.foundation.workdays import bank_time
from bole.measurement import api as measurement
from bole.measurement.api import Proposal


def proposals(
    guide: Mapping[str, Any], portrait: Mapping[str, Any], text: str, now: datetime
) -> tuple[Proposal, ...]:
    """What could be asked, best first; nothing where the guide asks no such questions."""
    if not text or not guide.get("personalised"):
        return ()
    rules = measurement.load_personalisation()
    local = bank_time.local(now)
    return measurement.propose(
        measurement.lines_of(text, rules.headings),
        rules,
        weights=portrait["weights"],
        core=[question["key"] for question in guide["questions"]],
        month=local.year * 12 + local.month - 1,
    )


def chosen(found: Sequence[Proposal], wanted: Sequence[str] | None, maximum: int) -> list[Proposal]:
    """The proposals of these ids in the rules' order, or the first ones; never more than the guide allows."""
    picked = [one for one in found if wanted is None or one.id in wanted]
    return picked[:maximum]


def question(proposal: Proposal, number: int, ordinal: int) -> dict[str, Any]:
    """A snapshot: words, rubric, and why it is asked."""
    rubric = measurement.load_question(proposal.rubric)
    rules = measurement.load_personalisation()
    return {
        "key": f"personal-{number}",
        "ordinal": ordinal,
        "title": dict(proposal.title),
        "prompt": dict(proposal.prompt),
        "think_seconds": rubric.think_seconds,
        "limit_seconds": rubric.limit_seconds,
        "languages": list(rubric.languages),
        "sha256": rubric.sha256,
        "part": "personal",
        "rubric": proposal.rubric,
        "source": {**proposal.to_json(), "rules_sha256": rules.sha256},
    }
