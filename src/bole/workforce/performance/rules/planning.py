"""A development plan from interview evidence: a rule, the score that met it with its error, the sentence.

A score is never a certainty: where the rule's mark lies inside the score's 95 % band, the item says that it
could as well have been otherwise, and a person decides with that in view.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Z95: Final = 1.959964
HIGH, LOW = "high", "low"


@dataclass(frozen=True, slots=True)
class Rule:
    """``when`` high: the score is at least ``mark``; low: it is at most ``mark`` (0–100)."""

    key: str
    competency: str
    when: str
    mark: float
    course: str
    why: dict[str, str]


@dataclass(frozen=True, slots=True)
class Measured:
    """One competency of a report: 0–100, its 95 % band (None: no error is known), its evidence; ``person``:
    people set the score."""

    score: float
    band: tuple[float, float] | None
    evidence: Sequence[Mapping[str, Any]]
    person: bool = False


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that was met. ``uncertain``: its mark lies inside the band, or no band is known. ``quote``
    empty: nothing the person said speaks for it, which is itself why a low score is low."""

    rule: Rule
    score: float
    band: tuple[float, float] | None
    uncertain: bool
    quote: str
    question: str
    person: bool = False


def read(report: Mapping[str, Any], set_by_people: Mapping[str, float]) -> dict[str, Measured]:
    """The measured competencies of a report body (``bole.report/1``); what people set goes before the
    machine's score and has no band."""
    found = {}
    for one in report["competencies"]:
        key = one["competency"]
        if key in set_by_people:
            found[key] = Measured(set_by_people[key], None, one["evidence"], person=True)
        elif one["score"] is not None:
            found[key] = Measured(float(one["score"]), _band(one), one["evidence"])
    return found


def fire(rules: Sequence[Rule], measured: Mapping[str, Measured]) -> list[Fired]:
    """Every rule met by a score, in the order of the rules. What was not measured meets none."""
    return [
        _fired(rule, measured[rule.competency])
        for rule in rules
        if rule.competency in measured and _met(rule, measured[rule.competency].score)
    ]


def _met(rule: Rule, score: float) -> bool:
    return score >= rule.mark if rule.when == HIGH else score <= rule.mark


def _fired(rule: Rule, found: Measured) -> Fired:
    quote, question = _quote(rule.when, found.evidence)
    inside = found.band is None or found.band[0] < rule.mark < found.band[1]
    return Fired(rule, found.score, found.band, inside, quote, question, found.person)


def _quote(when: str, evidence: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """The sentence with most points for a high score, with fewest for a low one."""
    quoted = [one for one in evidence if one.get("kind") == "quote" and one.get("quote")]
    if not quoted:
        return "", ""
    chosen = (max if when == HIGH else min)(quoted, key=lambda one: float(one.get("points") or 0.0))
    return str(chosen["quote"]), str(chosen.get("question_key") or "")


def _band(one: Mapping[str, Any]) -> tuple[float, float] | None:
    if one.get("band"):
        low, high = one["band"]
        return float(low), float(high)
    sem = one.get("sem")
    if sem is None:
        return None
    score = float(one["score"])
    return max(0.0, score - Z95 * sem), min(100.0, score + Z95 * sem)
