"""Marked answers prepared for learning: raw score, whole-answer vector and the general features of each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bole.measurement.learning.examples import Example
from bole.measurement.learning.kernels import meanings
from bole.measurement.learning.raw import Raw, rate
from bole.measurement.learning.untrained import uncertainty

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    """One row per answer; ``general``: shape (n, 10), nothing about length in it."""

    examples: tuple[Example, ...]
    raws: tuple[Raw, ...]
    raw: Matrix
    marks: Matrix
    meanings: Matrix
    general: Matrix

    def take(self, chosen: NDArray[np.int64]) -> "Rows":
        """Some of the rows."""
        return Rows(
            tuple(self.examples[i] for i in chosen), tuple(self.raws[i] for i in chosen), self.raw[chosen],
            self.marks[chosen], self.meanings[chosen], self.general[chosen],
        )  # fmt: skip

    def merged(self) -> "Rows":
        """One row for all answers to a question that say the same, with the mean of their marks: what stands
        on both sides of a fold, or twice in a kernel, makes a rater sure of what it only remembers."""
        same: dict[object, list[int]] = defaultdict(list)
        for index, (example, raw) in enumerate(zip(self.examples, self.raws, strict=True)):
            same[(example.key, raw.text) if raw.text else index].append(index)
        if len(same) == len(self.raws):
            return self
        alone = self.take(np.array([indices[0] for indices in same.values()]))
        return replace(alone, marks=np.array([self.marks[indices].mean() for indices in same.values()]))


def rows_of(examples: Sequence[Example]) -> Rows:
    """Read, defend, compare and embed each answer once."""
    raws = tuple(rate(e.question, e.points, e.answer, e.language) for e in examples)
    return Rows(
        tuple(examples),
        raws,
        np.array([r.value for r in raws]),
        np.array([e.mark for e in examples]),
        meanings([r.text for r in raws]),
        np.stack([general(r) for r in raws]),
    )


def general(raw: Raw) -> Matrix:
    """Features that mean the same for every question."""
    return np.array(
        [
            raw.value,
            raw.recall,
            raw.loose,
            raw.coverage,
            raw.meaning,
            raw.whole,
            raw.best,
            raw.worst,
            raw.denied,
            uncertainty(raw),
        ]
    )
