"""The shape of a flag and of its evidence."""

from typing import Any

from bole.measurement.text.reading import Reading


def flag(kind: str, reason: str, evidence: list[dict[str, Any]], **numbers: float) -> dict[str, Any]:
    """``numbers`` say what was measured, so that a person can judge the suspicion."""
    return {
        "kind": kind,
        "reason": reason,
        "evidence": evidence,
        "measured": {k: round(v, 3) for k, v in numbers.items()},
    }


def quote(reading: Reading, start: int, end: int) -> dict[str, Any]:
    """A verbatim quotation of normalised characters ``[start, end)`` with its times."""
    time = reading.time(start, end)
    return {
        "kind": "quote",
        "quote": reading.quote(start, end),
        "start": round(time.start, 3) if time else None,
        "end": round(time.end, 3) if time else None,
        "points": 0.0,
    }


def absence() -> dict[str, Any]:
    """Something that is not there."""
    return {"kind": "absence", "quote": None, "start": None, "end": None, "points": 0.0}


def event(start: float, end: float) -> dict[str, Any]:
    """Something seen in the picture."""
    return {"kind": "event", "quote": None, "start": round(start, 3), "end": round(end, 3), "points": 0.0}
