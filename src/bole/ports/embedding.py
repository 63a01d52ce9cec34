"""What measurement asks of a sentence embedder."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors whose cosine says how near their meaning is (never whether it is true)."""

    name: str
    sha256: str

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape ``(len(texts), d)``; the same list of texts gives the same bytes."""
        ...
