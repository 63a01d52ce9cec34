"""What every rater of this package gives back."""

import math
from typing import TypedDict

from bole.measurement.learning.raw import Raw
from bole.measurement.learning.scales import Scale, cut

_DIGITS = 10_000


class Outcome(TypedDict):
    """``low ≤ score ≤ high``, all 0–1, a 90 % band; a larger ``uncertainty`` is less sure; ``evidence`` are
    verbatim pieces of the answer. Complete also when ``abstain``: then a person should mark the answer."""

    score: float
    low: float
    high: float
    uncertainty: float
    abstain: bool
    flags: list[str]
    evidence: list[str]


def outcome(
    raw: Raw, score: float, half: float, uncertainty: float, *, abstain: bool, scale: Scale = ()
) -> Outcome:
    """Put together; nothing said is 0 for sure, and a silent answer never has evidence. ``scale``: the marks
    there are; digits are cut so that the band never shrinks."""
    if raw.silent:
        score, half, uncertainty, abstain = 0.0, 0.0, 0.0, abstain and "no_answer" not in raw.flags
    score = round(min(1.0, max(0.0, score)), 4)
    low, high = cut(max(0.0, score - half), min(1.0, score + half), score, scale)
    return {
        "score": score,
        "low": min(score, math.floor(round(low * _DIGITS, 3)) / _DIGITS),
        "high": max(score, math.ceil(round(high * _DIGITS, 3)) / _DIGITS),
        "uncertainty": round(max(0.0, uncertainty), 4),
        "abstain": abstain,
        "flags": list(raw.flags),
        "evidence": list(raw.evidence),
    }
