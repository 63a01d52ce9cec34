"""The error of a score from people rated twice."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bole.measurement.reliability import estimates
from bole.measurement.reliability.resampling import bootstrap
from bole.measurement.reliability.tables import Floats

ENOUGH = 50  # double-rated answers of one competency, as for the weight of a model (science.md, section 4)


@dataclass(frozen=True, slots=True)
class WithinError:
    """``sem`` in points, with a 95 % bootstrap interval over people; ``n`` people with two or more ratings.

    ``sem`` is None below ``ENOUGH`` people (``reason``), whatever they are.
    """

    sem: float | None
    low: float | None
    high: float | None
    n: int
    reason: str = ""


def within_error(groups: Sequence[Sequence[float]], enough: int = ENOUGH) -> WithinError:
    """√MSW of the one-way analysis of variance over people: ``√(ΣΣ(x − x̄ᵢ)² / Σ(kᵢ − 1))``.

    For two ratings each it is Dahlberg's (1940) ``√(Σd²/2n)``; it equals SD·√(1 − ICC(1,1)) with
    SD² = σ²_people + σ²_within (Bland & Altman 1996, *Measurement error*). A lasting difference between the
    raters counts as error. People with one rating say nothing and are left out.
    """
    rated = [np.array(group, dtype=float) for group in groups if len(group) >= 2]
    n = len(rated)
    if n < enough:
        return WithinError(None, None, None, n, estimates.TOO_FEW)
    rows = np.array([[float(((g - g.mean()) ** 2).sum()), len(g) - 1] for g in rated])
    sem = _pooled(rows)
    band = bootstrap(rows, _pooled)
    low, high = band if band is not None else (None, None)
    return WithinError(sem, low, high, n)


def _pooled(rows: Floats) -> float:
    squares, free = rows.sum(axis=0)
    return math.sqrt(float(squares / free))
