"""The ratings of one answer: rounded, with error, evidence, and what would raise them."""

from collections.abc import Mapping
from typing import Any

from bole.measurement.frameworks.schema import CRITERIA, Question, Scale
from bole.measurement.raters.content import Content
from bole.measurement.raters.parts import Measured
from bole.measurement.scoring.evidence import Evidence, evidence_of
from bole.measurement.scoring.improving import what_would_raise
from bole.measurement.text.reading import Reading

MISSING_LIMIT = 25.0  # of 100 of the weight; above it there is no total


def ratings_of(
    question: Question, content: Content, reading: Reading, errors: Mapping[str, float | None]
) -> list[dict[str, Any]]:
    """Criteria in their fixed order, then the question's competencies."""
    rows = []
    for key in CRITERIA:
        rows.append(
            _rating(
                question.lexicons.criteria[key],
                "criterion",
                0.0,
                content.criteria[key],
                reading,
                errors.get(key),
            )
        )
    for competency in question.competencies:
        measured = content.competencies[competency.key]
        rows.append(
            _rating(
                competency.scale,
                "competency",
                competency.weight,
                measured,
                reading,
                errors.get(competency.key),
            )
        )
    return rows


def _rating(
    scale: Scale, kind: str, weight: float, measured: Measured, reading: Reading, error: float | None
) -> dict[str, Any]:
    if measured.components is None or measured.score is None:
        return unrated(scale, kind, weight, "not_assessed")
    score = _tenth(measured.score)
    evidence = evidence_of(measured.components, reading, score)
    if not _verbatim(evidence, reading):
        return unrated(scale, kind, weight, "insufficient_data")
    return {
        "competency": scale.key,
        "kind": kind,
        "label": scale.label.to_json(),
        "weight": weight,
        "level": level_of(score),
        "score": score,
        "sem": error,
        "sem_basis": "sensitivity" if error is not None else None,
        "reason": None,
        "evidence": evidence,
        "raise": what_would_raise(measured),
        "anchors": {level: text.to_json() for level, text in scale.anchors.items()},
    }


def unrated(scale: Scale, kind: str, weight: float, reason: str) -> dict[str, Any]:
    """A rating without a number; ``reason`` is ``not_assessed`` or ``insufficient_data``."""
    return {
        "competency": scale.key,
        "kind": kind,
        "label": scale.label.to_json(),
        "weight": weight,
        "level": None,
        "score": None,
        "sem": None,
        "sem_basis": None,
        "reason": reason,
        "evidence": [],
        "raise": None,
        "anchors": {level: text.to_json() for level, text in scale.anchors.items()},
    }


def all_unrated(question: Question, reason: str) -> list[dict[str, Any]]:
    """Every rating without a number, for one reason."""
    criteria = [unrated(question.lexicons.criteria[key], "criterion", 0.0, reason) for key in CRITERIA]
    return criteria + [unrated(c.scale, "competency", c.weight, reason) for c in question.competencies]


def total_of_ratings(ratings: list[dict[str, Any]]) -> tuple[float | None, float]:
    """``(total, missing weight)`` over the competencies; no total above ``MISSING_LIMIT``."""
    weighed = [r for r in ratings if r["weight"] > 0]
    whole = sum(r["weight"] for r in weighed)
    present = [r for r in weighed if r["score"] is not None]
    weight = sum(r["weight"] for r in present)
    missing = round(100 * (whole - weight) / whole, 1) if whole else 100.0
    if not present or missing > MISSING_LIMIT:
        return None, missing
    return _tenth(sum(r["weight"] * r["score"] for r in present) / weight), missing


def level_of(score: float) -> float:
    """Level 1–5 of a score 0–100."""
    return round(1 + score / 25, 3)


def _tenth(value: float) -> float:
    return round(value + 0.0, 1)


def _verbatim(evidence: list[Evidence], reading: Reading) -> bool:
    """A quotation that is not in the transcript voids the rating."""
    return all(
        (row["quote"] is None) == (row["kind"] == "absence")
        and (row["quote"] is None or row["quote"] in reading.transcript.text)
        for row in evidence
    )
