"""How alike two answers to one question are: by the words they use and by meaning."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bole.measurement.learning.meaning import vectors
from bole.measurement.text.pieces import pieces, weight

Matrix = NDArray[np.float64]
_WORDS = 2500


@dataclass(frozen=True)
class Vocabulary:
    """Pieces two answers of the question share, with their idf over its marked answers."""

    index: dict[str, int]
    idf: Matrix

    def rows(self, texts: Sequence[str]) -> Matrix:
        """Unit tf-idf rows, shape ``(len(texts), len(index))``."""
        found = np.zeros((len(texts), len(self.index)))
        for row, text in enumerate(texts):
            for piece, count in Counter(pieces(text)).items():
                column = self.index.get(piece)
                if column is not None:
                    found[row, column] = (1 + np.log(count)) * self.idf[column]
        return unit(found)


def vocabulary(texts: Sequence[str]) -> Vocabulary:
    """From the marked answers of one question; pieces met once can join no two answers and are left out."""
    met: Counter[str] = Counter()
    for text in texts:
        met.update(set(pieces(text)))
    common = sorted((p for p, n in met.items() if n > 1), key=lambda p: (-met[p], p))[:_WORDS]
    idf = np.array([weight(p) * (np.log((1 + len(texts)) / (1 + met[p])) + 0.3) for p in common])
    return Vocabulary({p: i for i, p in enumerate(common)}, idf)


def meanings(texts: Sequence[str]) -> Matrix:
    """Centred unit vectors of whole answers, normalised already."""
    return vectors([t or "." for t in texts])


def unit(rows: Matrix) -> Matrix:
    """Rows of length 1, or of zeros."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    found: Matrix = rows / np.where(norms == 0, 1.0, norms)
    return found
