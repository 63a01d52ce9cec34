"""How alike two answers are clause by clause: what earns marks earns them wherever, and beside whatever, it
is said. A whole answer's vector blurs that: it turns with every sentence that says something else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bole.measurement.learning.meaning import vectors

Matrix = NDArray[np.float64]
_MOST = 12  # stretches of one answer; neighbours of longer ones are read together
_SHARPNESS = 2  # power of a cosine: clauses that are only of the same subject hardly count


@dataclass(frozen=True)
class Said:
    """The clauses of some answers below each other, shape (clauses, 512), and where each answer begins."""

    clauses: Matrix
    starts: NDArray[np.int64]

    @property
    def own(self) -> Matrix:
        """How alike each answer is to itself, shape (answers,): more, the more it says."""
        ends = [*self.starts[1:].tolist(), len(self.clauses)]
        parts = [self.clauses[a:b] for a, b in zip(self.starts.tolist(), ends, strict=True)]
        return np.array([_pairs(part, part).sum() for part in parts])


def said(answers: Sequence[Sequence[str]]) -> Said:
    """From the clauses of each answer; an answer without any counts as one empty clause."""
    parts = [_stretches(clauses) for clauses in answers]
    starts = np.cumsum([0, *(len(part) for part in parts)])[:-1].astype(np.int64)
    found = vectors([text for part in parts for text in part])
    return Said(found.astype(np.float16).astype(np.float64), starts)  # as a file keeps them


def alike(one: Said, other: Said) -> Matrix:
    """Sum over all pairs of clauses, shape (answers of one, answers of other)."""
    pairs = _pairs(one.clauses, other.clauses)
    found: Matrix = np.add.reduceat(np.add.reduceat(pairs, other.starts, axis=1), one.starts, axis=0)
    return found


def _pairs(one: Matrix, other: Matrix) -> Matrix:
    found: Matrix = np.maximum(one @ other.T, 0.0) ** _SHARPNESS
    return found


def _stretches(clauses: Sequence[str]) -> list[str]:
    count = min(_MOST, len(clauses))
    if not count:
        return ["."]
    edges = np.linspace(0, len(clauses), count + 1).round().astype(np.int64).tolist()
    return [",".join(clauses[a:b]) for a, b in pairwise(edges)]
