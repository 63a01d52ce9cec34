"""A monotone map from raw scores to marks (pooled isotonic regression), anchored at nothing = 0."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


@dataclass(frozen=True)
class MonotoneMap:
    """Straight lines between knots ``(x, y)``, both rising; ``(0, 0)`` is always the first knot."""

    x: tuple[float, ...]
    y: tuple[float, ...]

    def __call__(self, raw: Values | Sequence[float] | float) -> Values:
        """Marks 0–1, same shape as ``raw``."""
        found: Values = np.interp(np.asarray(raw, dtype=np.float64), self.x, self.y)
        return found


def fit_map(
    raw: Sequence[float] | Values, marks: Sequence[float] | Values, prior: MonotoneMap, weight: float
) -> MonotoneMap:
    """Isotonic regression (pool adjacent violators), joined at block centres.

    ``prior`` counts as ``weight`` made-up answers spread over the scale, so that a handful of marks bends it
    only as far as they carry.
    """
    grid = np.linspace(0.05, 1.0, 20)
    x = np.concatenate([np.asarray(raw, dtype=np.float64), grid])
    y = np.concatenate([np.asarray(marks, dtype=np.float64), prior(grid)])
    w = np.concatenate([np.ones(len(x) - len(grid)), np.full(len(grid), weight / len(grid))])
    order = np.lexsort((y, x))
    blocks = _pooled(x[order], y[order], w[order])
    knots: dict[float, float] = {0.0: 0.0}
    for centre, mark in blocks:
        if centre > 0:
            knots[round(centre, 6)] = round(mark, 6)
    return MonotoneMap(tuple(knots), tuple(np.maximum.accumulate(np.array(list(knots.values()))).tolist()))


def _pooled(x: Values, y: Values, w: Values) -> list[tuple[float, float]]:
    """Blocks as (weighted mean x, weighted mean y), in order, y not falling."""
    stack: list[tuple[float, float, float]] = []  # weight, x · weight, y · weight
    for one_x, one_y, one_w in zip(x.tolist(), y.tolist(), w.tolist(), strict=True):
        weight, sum_x, sum_y = one_w, one_x * one_w, one_y * one_w
        while stack and stack[-1][2] * weight >= sum_y * stack[-1][0]:
            last = stack.pop()
            weight, sum_x, sum_y = weight + last[0], sum_x + last[1], sum_y + last[2]
        stack.append((weight, sum_x, sum_y))
    return [(sx / w_, sy / w_) for w_, sx, sy in stack]
