"""Krippendorff's α: any number of raters, any gaps."""

from typing import Literal

import numpy as np

from bole.measurement.reliability import estimates
from bole.measurement.reliability.estimates import Estimate, nothing
from bole.measurement.reliability.resampling import bootstrap
from bole.measurement.reliability.tables import Floats, Table, matrix

Metric = Literal["nominal", "ordinal", "interval"]


def krippendorff_alpha(table: Table, metric: Metric = "ordinal", confidence: float = 0.95) -> Estimate:
    """α = 1 − D_o/D_e over the coincidences of units × raters (Krippendorff 2019, ch. 12).

    Missing values are what it is made for: every unit (row) counts with the ratings it has; a unit with fewer
    than two is left out (``dropped``). Bootstrap interval over units, the ordinal distances from the whole
    table. All ratings alike: no value, since no disagreement could have been expected.
    """
    whole = matrix(table)
    if whole.size == 0:
        return nothing(estimates.NO_PAIRS)
    rows = whole[(~np.isnan(whole)).sum(axis=1) >= 2]
    dropped = len(whole) - len(rows)
    if not len(rows):
        return nothing(estimates.NO_PAIRS, dropped=dropped)
    levels = np.unique(rows[~np.isnan(rows)])
    apart = _distances(levels, metric, _counts(rows, levels).sum(axis=0))
    parts = _coincidences(rows, levels)
    value = _alpha(parts, apart)
    if value is None:
        return nothing(estimates.NO_VARIANCE, n=len(rows), dropped=dropped)
    if 1.0 - value < 1e-12:
        return Estimate(1.0, n=len(rows), dropped=dropped, reason=estimates.PERFECT)
    band = bootstrap(parts, lambda drawn: _alpha(drawn, apart), confidence=confidence)
    if band is None:
        return Estimate(value, n=len(rows), dropped=dropped, reason=estimates.UNSTABLE)
    return Estimate(value, *band, len(rows), dropped)


def _counts(rows: Floats, levels: Floats) -> Floats:
    """Units × levels: how often each level was given."""
    return np.stack([(rows == level).sum(axis=1) for level in levels], axis=1).astype(float)


def _coincidences(rows: Floats, levels: Floats) -> Floats:
    """Units × levels × levels: each unit's share of the coincidence matrix."""
    counts = _counts(rows, levels)
    together = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(len(levels))
    shares: Floats = together / (counts.sum(axis=1) - 1)[:, None, None]
    return shares


def _alpha(parts: Floats, apart: Floats) -> float | None:
    """α of the units drawn; None when no disagreement was to be expected."""
    coincidences = parts.sum(axis=0)
    given = coincidences.sum(axis=1)
    total = given.sum()
    expected = float((np.outer(given, given) * apart).sum())
    if expected <= 1e-12 * max(1.0, float(apart.max())):
        return None
    return float(1 - (total - 1) * (coincidences * apart).sum() / expected)


def _distances(levels: Floats, metric: Metric, given: Floats) -> Floats:
    """Squared distances δ² between levels."""
    if metric == "nominal":
        return 1.0 - np.eye(len(levels))
    if metric == "interval":
        return np.asarray(np.subtract.outer(levels, levels) ** 2, dtype=float)
    running = np.cumsum(given) - given / 2  # δ²_ordinal: ratings between the two, the ends counted half
    return np.asarray(np.subtract.outer(running, running) ** 2, dtype=float)
