"""Normalised conformal bands: ``mark ± q · (u + .03)``, q fitted on answers the model had not seen."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bole.measurement.learning.ridge import Linear, fit_linear
from bole.measurement.learning.trees import Boosted, fit_boosted

Matrix = NDArray[np.float64]
FLOOR, COVERAGE, KEPT = 0.03, 0.90, 0.80
_CROWDED = 0.2  # what the very middle of the scale adds to the uncertainty
_FOLDS, _LEAST_TREES = 5, 150


@dataclass(frozen=True)
class Doubt:
    """Predicts the absolute error of a mark; ``boosted`` is None where there were too few errors to learn
    from.
    """

    linear: Linear
    boosted: Boosted | None

    def __call__(self, rows: Matrix) -> Matrix:
        """Expected absolute error, at least .01."""
        found = self.linear(rows) if self.boosted is None else (self.linear(rows) + self.boosted(rows)) / 2
        return np.maximum(found, 0.01)


@dataclass(frozen=True)
class Band:
    """``quantile`` of normalised errors; ``limit``: the uncertainty below which the surest 80 % lie."""

    doubt: Doubt
    quantile: float
    limit: float

    def half_width(self, doubt: Matrix) -> Matrix:
        """Half of the 90 % band."""
        found: Matrix = self.quantile * (doubt + FLOOR)
        return found


def uncertainty(doubt: Matrix, marks: Matrix) -> Matrix:
    """How unsure an answer's place among others is: the error to be expected, and how near the middle of the
    scale its mark lies, where an error of that size passes most other answers."""
    found: Matrix = doubt + _CROWDED * (0.5 - np.abs(marks - 0.5))
    return found


def fit_doubt(rows: Matrix, errors: Matrix) -> Doubt:
    """``errors``: absolute, out of fold."""
    boosted = fit_boosted(rows, errors, trees=60, depth=2, least=20) if len(errors) >= _LEAST_TREES else None
    return Doubt(fit_linear(rows, errors, 0.1), boosted)


def fit_band(rows: Matrix, errors: Matrix, told: Matrix, missed: NDArray[np.bool_] | None = None) -> Band:
    """Doubt and quantile; the quantile is taken on doubts that were themselves predicted out of fold.

    ``told``: the marks whose ``errors`` these are; ``missed``: answers no band can hold however wide, since
    it is cut to marks that are given; at most a few.
    """
    folds = np.arange(len(errors)) % min(_FOLDS, len(errors))
    seen = np.full(len(errors), float(errors.mean()))
    for fold in range(folds.max() + 1 if len(errors) > _FOLDS else 0):
        inside = folds == fold
        seen[inside] = fit_doubt(rows[~inside], errors[~inside])(rows[inside])
    ratios = errors / (seen + FLOOR)
    if missed is not None:
        ratios = np.where(missed, ratios.max(), ratios)
    return Band(fit_doubt(rows, errors), quantile(ratios), float(np.quantile(uncertainty(seen, told), KEPT)))


def quantile(ratios: Matrix) -> float:
    """The finite-sample 90 % quantile; 1.15 times the largest where there are too few answers for one."""
    rank = int(np.ceil((len(ratios) + 1) * COVERAGE))
    ordered = np.sort(ratios)
    return float(ordered[rank - 1] if rank <= len(ordered) else 1.15 * ordered[-1])
