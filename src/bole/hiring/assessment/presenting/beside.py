"""A person's card beside the machine's, competency by competency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bole.hiring.assessment import rules
from bole.hiring.assessment.presenting.formats import number, one_decimal, pick, signed


@dataclass(frozen=True, slots=True)
class Pair:
    """One competency: the person's level with its score, the machine's score, and how far the person is
    above it; empty where one of them says nothing."""

    label: str
    level: str
    person: str
    machine: str
    apart: str


def pairs(ratings: Mapping[str, float | None], cards: Sequence[Mapping[str, Any]]) -> list[Pair]:
    """``ratings``: a locked card; ``cards``: the competencies of the report, here with the heaviest first."""
    by_weight = sorted(cards, key=lambda card: (-(card.get("weight") or 0), card["competency"]))
    return [_pair(ratings.get(card["competency"]), card) for card in by_weight]


def _pair(level: float | None, card: Mapping[str, Any]) -> Pair:
    machine = number(card.get("score"))
    person = None if level is None else float(rules.score_of(Decimal(str(level))))
    apart = "" if person is None or machine is None else signed(round(person - machine, 1))
    said = "" if level is None else f"{level:g}"
    return Pair(pick(card.get("label")), said, one_decimal(person), one_decimal(machine), apart)
