"""What an engine's result means here: its scale to 0–100, its names to the portrait's."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from bole.kernel.errors import ConflictError
from bole.ports.interview_engine import EngineResult

POLL_EVERY: Final = timedelta(minutes=30)
OPEN_FOR: Final = timedelta(days=7)
LEAST_WEIGHT: Final = 75  # of 100: below it there is no total
WAITING: Final = frozenset({"asked", "created"})


def converted(value: float, scale: tuple[float, float]) -> float:
    """Linear, to 0–100 with one decimal: the engine's lowest is 0, its highest 100."""
    low, high = scale
    return round((value - low) / (high - low) * 100, 1)


def card(result: EngineResult, portrait: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A scorecard in the form of our own: ``{foreign, total, partial, pass_mark, competencies[{competency,
    label, weight, score, band, evidence[{quote}], raw}], others[…]}``.

    ``names``: the engine's key → ours, where they differ. A total only over 75 of 100 of the weight and never
    of a partial result; there is no error band, because the engine's error is not known here.
    """
    weights = {key: float(weight) for key, weight in portrait["weights"].items()}
    labels = portrait.get("labels", {})
    rows: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for one in result.scores:
        key = names.get(one.key, one.key)
        row = {
            "competency": key,
            "label": labels.get(key) or {"zh": one.label, "en": one.label},
            "weight": weights.get(key),
            "score": converted(one.value, result.scale),
            "band": None,
            "evidence": [{"quote": text} for text in one.evidence],
            "raw": one.value,
        }
        (rows if key in weights else others).append(row)
    covered = sum(row["weight"] for row in rows)
    whole = not result.partial and covered >= LEAST_WEIGHT
    total = sum(row["weight"] * row["score"] for row in rows) / covered if whole else None
    return {
        "foreign": True,
        "partial": result.partial or covered < sum(weights.values()),
        "total": round(total, 1) if total is not None else None,
        "pass_mark": float(portrait["pass_mark"]),
        "covered": covered,
        "competencies": sorted(rows, key=lambda row: (-row["weight"], row["competency"])),
        "others": others,
    }


def check_waiting(state: str) -> None:
    """ConflictError (``engine_late``) when no result is expected any more."""
    if state not in WAITING:
        raise ConflictError("no result is expected any more", code="engine_late")
