"""One model over all questions that have many marked answers: what the learners say, weighed together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bole.measurement.learning.questions import (
    MANY,
    MAPPED,
    NEAREST,
    OPINIONS,
    SPREAD,
    Learner,
    small_sample,
)
from bole.measurement.learning.ridge import Linear, fit_linear
from bole.measurement.learning.trees import Boosted, fit_boosted

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Stack:
    """Mean of a ridge and of boosted trees on ``features``."""

    linear: Linear
    boosted: Boosted

    def __call__(self, rows: Matrix) -> Matrix:
        """Marks 0–1."""
        found: Matrix = np.clip(0.5 * self.linear(rows) + 0.5 * self.boosted(rows), 0.0, 1.0)
        return found


def fit_stack(rows: Matrix, marks: Matrix) -> Stack:
    """``rows`` must hold leave-one-out views of the answers it is fitted on."""
    return Stack(fit_linear(rows, marks, 0.02), fit_boosted(rows, marks, trees=120))


def features(views: Matrix, general: Matrix) -> Matrix:
    """Learners' views beside the general features."""
    return np.column_stack([views, general[:, :9]])


def opinion(stack: Stack | None, learner: Learner, views: Matrix, general: Matrix) -> Matrix:
    """Marks of answers to one question before any restraint."""
    if stack is not None and learner.count >= MANY:
        return stack(features(views, general))
    return small_sample(views)


def doubts(views: Matrix, general: Matrix, mark: Matrix) -> Matrix:
    """What tells how far off a mark may be: middle of the scale, learners that differ, unlike neighbours."""
    spread = views[:, :OPINIONS].std(axis=1)
    return np.column_stack(
        [
            mark,
            mark * (1 - mark),
            spread,
            np.abs(mark - views[:, MAPPED]),
            views[:, [SPREAD, NEAREST]],
            general,
        ]
    )
