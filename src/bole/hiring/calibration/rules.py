"""Who is drawn for a second look, and how agreement is named. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from bole.measurement import reliability
from bole.measurement.reliability import Estimate

WITHIN: Final = timedelta(hours=72)  # a drawn result is rated again by then
RATE: Final = 5  # percent, where nobody set another
LEAST: Final = 5  # pairs below which no figure is shown
SURE: Final = 30  # below, the interval comes first (science.md §3)
LEVELS: Final = (1.0, 2.0, 3.0, 4.0, 5.0)
Pair = tuple[float, float]  # machine, person: scores 0–100


@dataclass(frozen=True, slots=True)
class Agreement:
    """Machine and people on one competency. ``state``: too_few, early or sure; ``reading`` after Koo & Li
    2016, by the lower end of the interval: poor, moderate, good, excellent, or nothing.
    """

    n: int
    state: str
    icc: Estimate
    kappa: Estimate
    difference: float | None  # machine less person, mean of points
    reading: str


def drawn(interview_id: UUID, percent: int) -> bool:
    """Whether this interview is one of the ``percent`` of a hundred. Its id alone decides, so nobody can
    choose, and a higher share keeps everybody a lower one drew."""
    digest = hashlib.sha256(b"bole.sample/1" + interview_id.bytes).digest()
    return int.from_bytes(digest[:8], "big") * 100 < percent << 64


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """ICC(2,1) of the scores and quadratic kappa of whole levels."""
    n = len(pairs)
    machine, people = [m for m, _ in pairs], [p for _, p in pairs]
    if n < LEAST:
        nothing = Estimate(None, n=n, reason="too_few_people")
        return Agreement(n, "too_few", nothing, nothing, None, "")
    icc = reliability.icc([list(pair) for pair in pairs], "2,1")
    kappa = reliability.cohen_kappa(
        [level(m) for m in machine], [level(p) for p in people], weights="quadratic", categories=LEVELS
    )
    apart = round(sum(m - p for m, p in pairs) / n, 1)
    return Agreement(n, "sure" if n >= SURE else "early", icc, kappa, apart, reading(icc))


def level(score: float) -> float:
    """The whole level nearest to a score of 0–100."""
    return float(min(5, max(1, int(1 + score / 25 + 0.5))))


def reading(icc: Estimate) -> str:
    """What an ICC is called, by the lower end of its interval: the doubt counts against it."""
    low = icc.low if icc.low is not None else icc.value
    if low is None:
        return ""
    names = ((0.9, "excellent"), (0.75, "good"), (0.5, "moderate"))
    return next((name for least, name in names if low >= least), "poor")
