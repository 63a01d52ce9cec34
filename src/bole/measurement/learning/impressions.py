"""Interviewers' overall impressions imitated from countable speech. A research instrument.

It says what people *felt* about speakers like these, not what the speakers can do. It never enters a total,
is never shown beside a candidate, and does not exist in law mode ``eu``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bole.kernel.answers import LawMode
from bole.kernel.errors import DeniedError, InvalidError
from bole.measurement.learning.ridge import KernelRidge, fit_kernel
from bole.measurement.learning.speaking import Prosody, Turns, features

Matrix = NDArray[np.float64]
Interview = tuple[Turns, Prosody, Mapping[str, float]]
_ALPHAS = (3.0, 10.0, 30.0, 100.0, 300.0)
_LEAST, _MEASURED = 2, 0.5  # interviews; share of them a feature must be measured in


@dataclass(frozen=True)
class Ranks:
    """Puts numbers on the scale of their ranks among the fitted interviews: robust against any unit or
    outlier.
    """

    names: tuple[str, ...]
    known: tuple[Matrix, ...]  # per feature the sorted fitted values

    def rows(self, found: Sequence[Mapping[str, float]]) -> Matrix:
        """Shape (n, features), about −1.7 to 1.7; what was not measured is 0, the middle."""
        result = np.zeros((len(found), len(self.names)))
        for column, (name, known) in enumerate(zip(self.names, self.known, strict=True)):
            for row, one in enumerate(found):
                if name in one:
                    low, high = (
                        np.searchsorted(known, one[name], "left"),
                        np.searchsorted(known, one[name], "right"),
                    )
                    result[row, column] = ((low + high) / 2 / len(known) - 0.5) * np.sqrt(12)
        return result


@dataclass(frozen=True)
class Impressions:
    """Call it with ``turns`` and ``prosody`` of one interview."""

    ranks: Ranks
    known: Matrix
    raters: Mapping[str, KernelRidge]
    bounds: Mapping[str, tuple[float, float]]

    def __call__(self, turns: Turns, prosody: Prosody = None) -> dict[str, float]:
        """Name → rating on the scale it was fitted on; a regression to the mean is part of it."""
        rows = self.ranks.rows([features(turns, prosody)])
        alike = _kernel(rows, self.known)
        return {
            name: round(float(np.clip(rater(alike)[0], *self.bounds[name])), 4)
            for name, rater in self.raters.items()
        }


def fit_interview(examples: Sequence[Interview], *, law: LawMode = "default") -> Impressions:
    """Learn every rating that at least two interviews carry. Raises DeniedError in law mode eu,
    InvalidError.
    """
    if law == "eu":
        raise DeniedError("impressions of interviews are not computed in law mode eu", code="absent_in_eu")
    if len(examples) < _LEAST:
        raise InvalidError(
            f"{len(examples)} interviews: at least {_LEAST} are needed", code="too_few_examples"
        )
    found = [features(turns, prosody) for turns, prosody, _ in examples]
    order = sorted(
        range(len(found)), key=lambda i: (sorted(found[i].items()), sorted(map(str, examples[i][2].items())))
    )
    found = [found[i] for i in order]
    marks = [examples[i][2] for i in order]
    ranks = _ranks(found)
    rows = ranks.rows(found)
    raters, bounds = {}, {}
    for name in sorted({n for m in marks for n in m}):
        has = np.array([i for i, m in enumerate(marks) if _is_number(m.get(name))])
        if len(has) >= _LEAST:
            target = np.array([float(marks[i][name]) for i in has])
            raters[name] = _spread(_fit_one(rows[has], target), has, len(rows))
            bounds[name] = (float(target.min()), float(target.max()))
    if not raters:
        raise InvalidError("no rating is carried by two interviews", code="no_ratings")
    return Impressions(ranks, rows, raters, bounds)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and bool(np.isfinite(value))


def _ranks(found: Sequence[Mapping[str, float]]) -> Ranks:
    names, known = [], []
    for name in sorted({n for f in found for n in f}):
        values = np.sort(np.array([f[name] for f in found if name in f]))
        if len(values) >= _MEASURED * len(found) and values[0] < values[-1]:
            names.append(name)
            known.append(values)
    return Ranks(tuple(names), tuple(known))


def _kernel(one: Matrix, two: Matrix) -> Matrix:
    """Mean of a straight and a Gaussian kernel, scaled so that neither depends on the number of features."""
    width = max(1, one.shape[1])
    straight = one @ two.T / width
    apart = (one**2).sum(axis=1)[:, None] + (two**2).sum(axis=1)[None, :] - 2 * one @ two.T
    found: Matrix = 10 * (0.7 * straight + 0.3 * np.exp(-np.maximum(apart, 0.0) / (2 * width)))
    return found


def _fit_one(rows: Matrix, target: Matrix) -> KernelRidge:
    """The penalty with the least leave-one-out error, never a small one."""
    kernel = _kernel(rows, rows)
    fits = [fit_kernel(kernel, target, alpha) for alpha in _ALPHAS]
    return min(fits, key=lambda f: float(((f.left_out - target) ** 2).mean()))


def _spread(fitted: KernelRidge, has: NDArray[np.int64], count: int) -> KernelRidge:
    """The same rater over all fitted interviews: 0 for those without this rating."""
    dual = np.zeros(count)
    dual[has] = fitted.dual
    return KernelRidge(fitted.centre, dual, fitted.left_out)
