"""Score cards: what a complete one holds, totals, how far raters are apart, what they agreed on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import fmean
from typing import Any, Final

from bole.kernel.errors import ConflictError, InvalidError

LEVELS: Final = (1, 2, 3, 4, 5)
APART: Final = 2  # levels between two raters that must be talked about
MISSING_WEIGHT_LIMIT: Final = 25.0
LONGEST: Final = 2000
SHORTEST_REASON: Final = 2  # Chinese says much in two characters
FEWEST, MOST = 2, 8  # members
RECOMMENDATIONS: Final = ("advance", "not", "unsure")

# state → the states it may become
STEPS: Final = {
    "open": frozenset({"revealed", "cancelled"}),
    "revealed": frozenset({"closed", "cancelled"}),
    "closed": frozenset[str](),
    "cancelled": frozenset[str](),
}


def move(state: str, to: str) -> str:
    """The new state, or ConflictError (``lost_race``) when that step does not follow."""
    if to not in STEPS[state]:
        raise ConflictError(f"a panel that is {state} cannot become {to}", code="lost_race")
    return to


def score_of(level: float) -> float:
    """Level 1–5 → 0–100 with one decimal (science.md §2)."""
    return float((Decimal(25) * (Decimal(str(level)) - 1)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def total(levels: Mapping[str, float | None], weights: Mapping[str, float]) -> float | None:
    """Σwᵢsᵢ/Σwᵢ over what was rated; None when more than 25 of 100 of the weight is missing."""
    present = {key: level for key, level in levels.items() if level is not None and key in weights}
    weight, whole = sum(weights[key] for key in present), sum(weights.values())
    if not weight or 100 * (whole - weight) / whole > MISSING_WEIGHT_LIMIT:
        return None
    summed = sum(weights[key] * score_of(level) for key, level in present.items())
    return float(Decimal(str(summed / weight)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def clean_draft(
    entries: Mapping[str, Mapping[str, Any]], asked: Sequence[str]
) -> tuple[dict[str, int | None], dict[str, dict[str, str]]]:
    """Levels and words of what was typed so far; nothing has to be complete. InvalidError for nonsense."""
    problems = {key: "unknown" for key in entries if key not in asked}
    levels: dict[str, int | None] = {}
    words: dict[str, dict[str, str]] = {}
    for key in asked:
        given = entries.get(key, {})
        if "level" in given:
            level = given["level"]
            if level is not None and level not in LEVELS:
                problems[key] = "out_of_range"
            levels[key] = level
        words[key] = {name: str(given.get(name, "")).strip()[:LONGEST] for name in ("note", "evidence")}
    if problems:
        raise InvalidError("the card cannot be kept", code="card", fields=problems)
    return levels, words


def check_complete(
    levels: Mapping[str, int | None],
    words: Mapping[str, Mapping[str, str]],
    asked: Sequence[str],
    evidence_for: frozenset[int],
) -> None:
    """Every competency has a level or an explicit "cannot say"; levels that need evidence have it."""
    problems: dict[str, str] = {}
    for key in asked:
        if key not in levels:
            problems[key] = "required"
        elif levels[key] in evidence_for and not (words.get(key) or {}).get("evidence"):
            problems[key] = "evidence"
    if not problems and all(levels[key] is None for key in asked):
        problems = dict.fromkeys(asked, "required")
    if problems:
        raise InvalidError("the card is not complete", code="card", fields=problems)


@dataclass(frozen=True, slots=True)
class Spread:
    """What the raters gave one competency. ``mean`` is None where nobody could say."""

    competency: str
    levels: tuple[int, ...]
    low: int | None
    high: int | None
    mean: float | None

    @property
    def apart(self) -> bool:
        """Whether two raters are two levels or more apart: to be talked about."""
        return self.low is not None and self.high is not None and self.high - self.low >= APART

    @property
    def counts(self) -> Mapping[int, int]:
        """How many raters gave each level."""
        return Counter(self.levels)


def spreads(cards: Sequence[Mapping[str, int | None]], asked: Sequence[str]) -> list[Spread]:
    """One a competency, in the given order."""
    found = []
    for key in asked:
        given = tuple(level for card in cards if (level := card.get(key)) is not None)
        found.append(
            Spread(
                key,
                given,
                min(given, default=None),
                max(given, default=None),
                round(fmean(given), 2) if given else None,
            )
        )
    return found


def agreed(
    found: Sequence[Spread], consensus: Mapping[str, float | None]
) -> tuple[dict[str, float | None], list[str]]:
    """The level of each competency: what they agreed on, else the mean; and what must still be agreed on."""
    open_ones = [one.competency for one in found if one.apart and one.competency not in consensus]
    return {one.competency: consensus.get(one.competency, one.mean) for one in found}, open_ones


def check_consensus(level: int | None, reason: str) -> int:
    """The level, one that anchors describe, with a reason; InvalidError without."""
    problems = {}
    if level is None or level not in LEVELS:
        problems["level"] = "out_of_range"
    if len(reason.strip()) < SHORTEST_REASON:
        problems["reason"] = "required"
    if problems or level is None:
        raise InvalidError("the consensus needs a level and a reason", code="consensus", fields=problems)
    return level
