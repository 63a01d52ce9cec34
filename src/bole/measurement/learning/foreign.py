"""Talk that is like nothing anybody said to a question, nor like its rubric: padding, templates, answers to
something else.

A vector of the whole answer turns with every such clause towards the middle, and there a learner gives the
mean mark. So an answer is worth no more than what is left of it without clauses far from all that was said.
How far is far, the marked answers say: as hardly any clause of one is from those of the others.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bole.measurement.learning.clausal import Said
from bole.measurement.learning.meaning import vectors
from bole.measurement.learning.rubric import prepare

Matrix = NDArray[np.float64]
Bounds = tuple[float, float]
_RARE = (0.02, 0.1)  # shares of people's clauses that are wholly strange, and strange at all
_LEAST_SPREAD = 0.08
_BLOCK = 512
_MOST = 60  # clauses of one answer that are looked at
HALF = 0.5


def wanted(question: str, points: tuple[str, ...]) -> Matrix:
    """Vectors of the points, or of the question where there are none, as a file keeps them."""
    rubric = prepare(question, points)
    texts = [p.text for p in rubric.points] or [rubric.question or "?"]
    return vectors(texts).astype(np.float16).astype(np.float64)


def left_out(spoken: Said, rubric: Matrix) -> Matrix:
    """Per clause of the marked answers how near the nearest clause of another one is, or the rubric."""
    count = len(spoken.clauses)
    owner = np.searchsorted(spoken.starts, np.arange(count), side="right")
    found: Matrix = (spoken.clauses @ rubric.T).max(axis=1)
    for start in range(0, count, _BLOCK):
        block = slice(start, start + _BLOCK)
        near: Matrix = spoken.clauses[block] @ spoken.clauses.T
        near[owner[block, None] == owner[None, :]] = -1.0
        found[block] = np.maximum(found[block], near.max(axis=1))
    return found


def bounds(nearest: Matrix) -> Bounds:
    """How near a clause must be to count a little, and wholly."""
    low, high = np.round(np.quantile(nearest, _RARE), 4).tolist()
    return low, max(high, low + _LEAST_SPREAD)


def at_home(clauses: Sequence[str], spoken: Said, rubric: Matrix, bound: Bounds) -> Matrix:
    """Per clause 0 (like nothing that was said) to 1."""
    said = vectors(list(clauses[:_MOST]))
    near = np.maximum((said @ rubric.T).max(axis=1), (said @ spoken.clauses.T).max(axis=1))
    found: Matrix = np.clip((np.round(near, 4) - bound[0]) / (bound[1] - bound[0]), 0.0, 1.0)
    return found
