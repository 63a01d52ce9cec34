"""What is learnt of one question from its own marked answers, on top of the pooled map."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bole.measurement.learning.kernels import Vocabulary, vocabulary
from bole.measurement.learning.maps import MonotoneMap
from bole.measurement.learning.ridge import KernelRidge, fit_kernel
from bole.measurement.learning.rows import Rows

Matrix = NDArray[np.float64]
FEW, MANY = 5, 40  # marked answers from which a question is learnt at all, and with all learners
_ALPHA_MEANING, _ALPHA_WORDS, _ALPHA_BOTH = 2.0, 1.0, 1.0
_NEIGHBOURS, _SHARP = 7, 8.0
_MOST = 1500  # marked answers of one question that are kept
LEARNERS = 7  # columns of ``views``


@dataclass(frozen=True)
class Learner:
    """The learners of one question. ``views`` are leave-one-out, shape (n, LEARNERS)."""

    words: Vocabulary
    known_words: Matrix
    known_meanings: Matrix
    marks: Matrix
    by_meaning: KernelRidge
    by_words: KernelRidge
    by_both: KernelRidge
    views: Matrix

    @property
    def count(self) -> int:
        """Marked answers behind it."""
        return len(self.marks)

    @property
    def shrink(self) -> float:
        """How much of what was learnt is believed."""
        return self.count / (self.count + 3)

    def view(self, meanings: Matrix, words: Matrix, mapped: Matrix) -> Matrix:
        """What each learner says of new answers, shape (m, LEARNERS)."""
        near, like = meanings @ self.known_meanings.T, words @ self.known_words.T
        return _columns(
            mapped,
            self.shrink,
            (self.by_meaning(near), self.by_words(like), self.by_both((near + like) / 2)),
            _neighbours((near + like) / 2, self.marks),
        )


def learn(rows: Rows, shape: MonotoneMap) -> Learner:
    """From at least FEW rows, all of one question."""
    if len(rows.marks) > _MOST:
        rows = rows.take(np.linspace(0, len(rows.marks) - 1, _MOST).astype(np.int64))
    words = vocabulary([r.text for r in rows.raws])
    known = _stored(words.rows([r.text for r in rows.raws]))
    meanings = _stored(rows.meanings)
    mapped = shape(rows.raw)
    left = rows.marks - mapped
    near, like = meanings @ meanings.T, known @ known.T
    both = (near + like) / 2
    learners = (
        fit_kernel(near, left, _ALPHA_MEANING),
        fit_kernel(like, left, _ALPHA_WORDS),
        fit_kernel(both, rows.marks, _ALPHA_BOTH),
    )
    shrink = len(left) / (len(left) + 3)
    alone = both.copy()
    np.fill_diagonal(alone, -np.inf)
    views = _columns(mapped, shrink, tuple(k.left_out for k in learners), _neighbours(alone, rows.marks))
    return Learner(words, known, meanings, rows.marks, *learners, views)


def _stored(rows: Matrix) -> Matrix:
    """As a file keeps them, so that a saved rater says the same to the last digit."""
    found: Matrix = rows.astype(np.float32).astype(np.float64)
    return found


def _columns(
    mapped: Matrix, shrink: float, learnt: tuple[Matrix, ...], neighbours: tuple[Matrix, Matrix, Matrix]
) -> Matrix:
    meaning, words, both = learnt
    return np.column_stack([mapped + shrink * meaning, mapped + shrink * words, both, mapped, *neighbours])


def _neighbours(alike: Matrix, marks: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """Weighted mean and spread of the nearest marked answers, and how near the nearest is."""
    count = min(_NEIGHBOURS, max(1, alike.shape[1] - 1))
    order = np.argsort(-alike, axis=1, kind="stable")[:, :count]
    near = np.take_along_axis(alike, order, axis=1)
    near = np.where(np.isfinite(near), near, -1.0)
    weight = np.exp(_SHARP * (near - near.max(axis=1, keepdims=True)))
    weight /= weight.sum(axis=1, keepdims=True)
    mean = (weight * marks[order]).sum(axis=1)
    spread = np.sqrt((weight * (marks[order] - mean[:, None]) ** 2).sum(axis=1))
    return mean, spread, near[:, 0]


def small_sample(views: Matrix) -> Matrix:
    """The mark below MANY marked answers: the map with the residual ridge on vectors."""
    return np.clip(0.6 * views[:, 0] + 0.4 * views[:, 1], 0.0, 1.0)
