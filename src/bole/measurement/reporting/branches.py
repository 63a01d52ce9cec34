"""What a branch's own weights change: the same scores under head office's, and the difference line by
line."""

from collections.abc import Mapping, Sequence
from typing import Any

from bole.measurement.reporting.cards import total_card
from bole.measurement.scoring.scorecard import MISSING_LIMIT


def branch_of(cards: Sequence[Mapping[str, Any]], portrait: Mapping[str, Any]) -> dict[str, Any]:
    """``branch`` of a report: head office's version, the total under its weights, the lines that differ;
    {} where the portrait is head office's.

    Nothing but the weights differs: the total under head office's is that of a report with its portrait.
    """
    lines = portrait.get("delta") or []
    if not lines:
        return {}
    moved = {line["competency"]: line["difference"] for line in lines}
    before = [
        {**card, "weight": round(card["weight"] - moved.get(card["competency"], 0.0), 1)} for card in cards
    ]
    base = total_card([card for card in before if card["weight"] > 0], MISSING_LIMIT)["total"]
    here = total_card(cards, MISSING_LIMIT)["total"]
    return {
        "branch": {
            "base": dict(portrait["base"]),
            "total_base": base,
            "difference": None if base is None or here is None else round(here - base, 1),
            "lines": [dict(line) for line in lines],
        }
    }
