"""Competencies over the answers of one interview: mean of levels, error, band, evidence."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from bole.measurement.scoring.evidence import settle
from bole.measurement.scoring.scorecard import level_of

_Z = 1.96
_MAX_QUOTES = 10
Answer = Mapping[str, Any]


def competency_card(
    key: str,
    label: Any,
    weight: float,
    answers: Sequence[Answer],
    anchors: Any,
    measured: float | None = None,
) -> dict[str, Any]:
    """One row of the report. A competency no answer was rated on has no number and says why.

    ``measured``: the standard error double ratings found for this competency's score; without it the error
    is what small changes of the words make of it, which is only a lower bound.
    """
    rows = _rows(key, answers)
    rated = [(a, r) for a, r in rows if r["score"] is not None]
    card = {"competency": key, "label": label, "weight": weight, "anchors": anchors}
    if not rated:
        return card | {
            "level": None,
            "score": None,
            "sem": None,
            "sem_basis": None,
            "band": None,
            "reason": _why(rows, answers),
            "evidence": [],
            "raise": None,
        }
    score = _mean(rated)
    sem = _sensitivity(rated) if measured is None else round(measured, 2)
    basis = "sensitivity" if measured is None else "measured"
    return card | {
        "level": level_of(score),
        "score": score,
        "sem": sem,
        "sem_basis": basis if sem is not None else None,
        "band": band(score, sem),
        "reason": None,
        "evidence": _evidence(rated, score),
        "raise": _raise(rated, score),
    }


def competency_score(key: str, answers: Sequence[Answer]) -> float | None:
    """The score alone: mean over the answers that were rated on it, None without one."""
    rated = [(a, r) for a, r in _rows(key, answers) if r["score"] is not None]
    return _mean(rated) if rated else None


def _rows(key: str, answers: Sequence[Answer]) -> list[tuple[Answer, dict[str, Any]]]:
    return [
        (a, r) for a in answers for r in ratings_of(a) if r["competency"] == key and r["kind"] == "competency"
    ]


def _mean(rated: Sequence[tuple[Answer, Mapping[str, Any]]]) -> float:
    return float(round(sum(r["score"] for _, r in rated) / len(rated), 1))


def _sensitivity(rated: Sequence[tuple[Answer, Mapping[str, Any]]]) -> float | None:
    """Error of the mean of the answers' scores; None when one has none."""
    errors = [r["sem"] for _, r in rated]
    return None if None in errors else round(math.sqrt(sum(e * e for e in errors)) / len(rated), 2)


def ratings_of(answer: Answer) -> list[dict[str, Any]]:
    """The ratings of an answer, none where its analysis failed."""
    return list(answer["result"].get("ratings", []))


def band(score: float, sem: float | None) -> list[float] | None:
    """95 % band, kept within the scale."""
    if sem is None:
        return None
    return [round(max(0.0, score - _Z * sem), 1), round(min(100.0, score + _Z * sem), 1)]


def total_card(cards: Sequence[Mapping[str, Any]], missing_limit: float) -> dict[str, Any]:
    """Total, its error and band, and the missing weight."""
    whole = sum(c["weight"] for c in cards)
    present = [c for c in cards if c["score"] is not None]
    weight = sum(c["weight"] for c in present)
    missing = round(100 * (whole - weight) / whole, 1) if whole else 100.0
    if not present or missing > missing_limit:
        return {"total": None, "total_sem": None, "total_band": None, "total_missing_weight": missing}
    total = round(sum(c["weight"] * c["score"] for c in present) / weight, 1)
    errors = [c["sem"] for c in present]
    sem = (
        None
        if None in errors
        else round(math.sqrt(sum((c["weight"] * c["sem"]) ** 2 for c in present)) / weight, 2)
    )
    return {"total": total, "total_sem": sem, "total_band": band(total, sem), "total_missing_weight": missing}


def _why(rows: list[tuple[Answer, dict[str, Any]]], answers: Sequence[Answer]) -> str:
    if any(r["reason"] == "insufficient_data" for _, r in rows) or (
        not rows and any("error" in a["result"] for a in answers)
    ):
        return "insufficient_data"
    return "not_assessed"


def _evidence(rated: list[tuple[Answer, dict[str, Any]]], score: float) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    absent: dict[tuple[str, ...], dict[str, Any]] = {}
    for answer, rating in rated:
        for row in rating["evidence"]:
            own = {"question_key": answer["question_key"], **row, "points": row["points"] / len(rated)}
            if row["kind"] == "absence":
                absent.setdefault(tuple(row.get("indicators", ())), own)
            else:
                rows.append(own)
    rows.sort(key=lambda r: -abs(r["points"]))
    for row in rows[_MAX_QUOTES:]:
        rows[0]["points"] += row["points"]
    rows = rows[:_MAX_QUOTES]
    settle(rows, score)
    return rows + list(absent.values())


def _raise(rated: list[tuple[Answer, dict[str, Any]]], score: float) -> dict[str, Any] | None:
    best = max(
        (r for _, r in rated if r["raise"]), key=lambda r: r["raise"]["score"] - r["score"], default=None
    )
    if best is None:
        return None
    gain = (best["raise"]["score"] - best["score"]) / len(rated)
    return {
        "text": best["raise"]["text"],
        "indicator": best["raise"]["indicator"],
        "score": round(min(100.0, score + gain), 1),
    }
