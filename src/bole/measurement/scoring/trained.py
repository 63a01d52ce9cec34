"""A bank's own rater in place of the rules for competencies of one question, once a person switched it on.

The rules' score stays beside it; what it adds or takes is a piece of evidence of its own, so that the pieces
of a rating still add up. Where it abstains, the rules hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bole.measurement.frameworks.schema import Question
from bole.measurement.learning.fitted import Fitted
from bole.measurement.learning.outcome import Outcome
from bole.measurement.scoring.assessing import seal
from bole.measurement.scoring.scorecard import level_of, total_of_ratings

_HALF_90 = 1.645  # standard deviations of a 90 % band's half
_LABEL = {"zh": "按本行评分学到的差值", "en": "Difference learnt from the bank's own marks"}
_SHOWN = 40


@dataclass(frozen=True)
class Trained:
    """One switched-on rater; ``sha256`` of its file, ``version`` of the bank's count."""

    version: int
    sha256: str
    rater: Fitted


def asked(question: Question, language: str) -> tuple[str, tuple[str, ...]]:
    """A question as a learnt rater knows it: its words and the wordings of its points."""
    points = tuple(text for point in question.points for text in point.phrasings.get(language, ()))
    return question.prompt(language), points


def with_trained(card: dict[str, Any], question: Question, raters: Mapping[str, Trained]) -> dict[str, Any]:
    """The analyse object with the ratings of ``raters`` (by competency) in place of the rules', sealed anew.

    Without a rater that applies it is returned as it came.
    """
    ratings = [_rated(row, card, question, raters) for row in card["ratings"]]
    used = {r["competency"]: r["rater"]["sha256"] for r in ratings if r.get("rater")}
    if not used:
        return card
    total, missing = total_of_ratings(ratings)
    made = {**card, "ratings": ratings, "total": total, "total_missing_weight": missing}
    made["provenance"] = {**card["provenance"], "raters": used}
    seal(made)
    return made


def _rated(
    row: dict[str, Any], card: Mapping[str, Any], question: Question, raters: Mapping[str, Trained]
) -> dict[str, Any]:
    trained = raters.get(row["competency"])
    if trained is None or row["kind"] != "competency" or row["score"] is None:
        return row
    found = _outcome(trained, question, card, "")
    if found["abstain"]:
        return row
    score = round(100 * found["score"], 1)
    sem = round(100 * (found["high"] - found["low"]) / 2 / _HALF_90, 2)
    return {
        **row,
        "score": score,
        "level": level_of(score),
        "sem": sem,
        "sem_basis": "measured",
        "evidence": [*row["evidence"], _shift(found, card, round(score - row["score"], 1))],
        "raise": _raise(row["raise"], trained, question, card, score),
        "rater": {"kind": "trained", "version": trained.version, "sha256": trained.sha256},
        "rules": {"score": row["score"], "level": row["level"]},
    }


def _outcome(trained: Trained, question: Question, card: Mapping[str, Any], more: str) -> Outcome:
    transcript = card["transcript"]
    words, points = asked(question, transcript["language"])
    return trained.rater(words, points, transcript["text"] + more, transcript["language"])


def _shift(found: Outcome, card: Mapping[str, Any], points: float) -> dict[str, Any]:
    text = card["transcript"]["text"]
    quote = next((q for q in found["evidence"] if q in text), text[:_SHOWN])
    return {
        "kind": "count",
        "quote": quote,
        "start": None,
        "end": None,
        "offset": text.index(quote),
        "points": points,
        "indicators": ["trained"],
        "labels": [_LABEL],
    }


def _raise(
    known: dict[str, Any] | None, trained: Trained, question: Question, card: Mapping[str, Any], score: float
) -> dict[str, Any] | None:
    """The same advice, scored again by this rater with the missing point said; nothing where that gains
    nothing."""
    language = card["transcript"]["language"]
    points = {f"point:{point.key}": point.phrasings.get(language, ()) for point in question.points}
    said = points.get((known or {}).get("indicator", ""), ())
    if known is None or not said:
        return None
    lifted = round(100 * _outcome(trained, question, card, f" {said[0]}")["score"], 1)
    return {**known, "score": lifted} if lifted > score + 0.05 else None
