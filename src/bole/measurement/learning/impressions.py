"""Interviewers' overall impressions imitated from countable speech. A research instrument.

It says what people *felt* about speakers like these, not what the speakers can do. It never enters a total,
is never shown beside a candidate, and does not exist in law mode ``eu``.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real

import numpy as np
from numpy.typing import NDArray

from bole.kernel.answers import LawMode
from bole.kernel.errors import DeniedError, InvalidError
from bole.measurement.learning.ridge import KernelRidge, fit_kernel, spectrum
from bole.measurement.learning.speaking import Prosody, Turns, features

Matrix = NDArray[np.float64]
Interview = tuple[Turns, Prosody, Mapping[str, float]]
_ALPHAS = (3.0, 10.0, 30.0, 100.0, 300.0)
_FOLDS, _FLAT, _LEAST_WEIGHT = 10, 1e-9, 0.02
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
class OneRating:
    """How one rating follows from ranked features; ``low`` and ``high`` are the marks it was fitted on."""

    known: Matrix  # weighted rows
    weights: Matrix
    ridge: KernelRidge
    low: float
    high: float

    def __call__(self, rows: Matrix) -> float:
        """Of one interview."""
        told = float(self.ridge(_kernel(rows * self.weights, self.known))[0])
        return round(min(self.high, max(self.low, told)), 4)


@dataclass(frozen=True)
class Impressions:
    """Call it with ``turns`` and ``prosody`` of one interview."""

    ranks: Ranks
    ratings: Mapping[str, OneRating]

    def __call__(self, turns: Turns, prosody: Prosody = None) -> dict[str, float]:
        """Name → rating on the scale it was fitted on; a regression to the mean is part of it."""
        rows = self.ranks.rows([features(turns, prosody)])
        return {name: rating(rows) for name, rating in self.ratings.items()}


def fit_interview(examples: Sequence[Interview], *, law: LawMode = "default") -> Impressions:
    """Learn every rating that an interview carries as a number; one that a single interview carries is that
    interview's mark for everybody. Raises DeniedError in law mode eu, InvalidError.
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
    ratings = {}
    for name in sorted({n for m in marks for n in m}):
        has = [i for i, m in enumerate(marks) if _is_number(m.get(name))]
        if has:
            ratings[name] = _fit_one(rows[has], np.array([float(marks[i][name]) for i in has]))
    if not ratings:
        raise InvalidError("no rating is a number", code="no_ratings")
    return Impressions(ranks, ratings)


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(float(value))


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


def _fit_one(rows: Matrix, target: Matrix) -> OneRating:
    weights = _weights(rows, target)
    known = rows * weights
    ridge = fit_kernel(_kernel(known, known), target, _penalty(rows, target))
    return OneRating(known, weights, ridge, float(target.min()), float(target.max()))


def _penalty(rows: Matrix, target: Matrix) -> float:
    """That with the least error on interviews left out, weights of features learnt anew each time."""
    if len(target) < _LEAST:
        return _ALPHAS[-1]
    folds = np.arange(len(target)) % min(_FOLDS, len(target))
    losses = np.zeros(len(_ALPHAS))
    for fold in range(folds.max() + 1):
        inside = folds == fold
        weights = _weights(rows[~inside], target[~inside])
        known = rows[~inside] * weights
        apart = spectrum(_kernel(known, known))
        across = _kernel(rows[inside] * weights, known)
        for number, alpha in enumerate(_ALPHAS):
            told = apart.fit(target[~inside], alpha)(across)
            losses[number] += float(((told - target[inside]) ** 2).sum())
    return _ALPHAS[int(np.argmin(np.round(losses, 9)))]


def _weights(rows: Matrix, target: Matrix) -> Matrix:
    """Features by how closely they follow the rating alone; none is silenced wholly, their mean square is
    1.
    """
    if target.std() < _FLAT or not rows.shape[1]:
        return np.ones(rows.shape[1])
    ranked = np.searchsorted(np.sort(target), target, "left") + np.searchsorted(
        np.sort(target), target, "right"
    )
    z = (ranked - ranked.mean()) / ranked.std()
    follows = np.maximum(np.abs(rows.T @ z) / len(z), _LEAST_WEIGHT)
    found: Matrix = follows / np.sqrt((follows**2).mean())
    return found
