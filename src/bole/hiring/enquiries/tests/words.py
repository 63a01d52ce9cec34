"""A sentence embedder for tests: texts that share pairs of signs lie near each other."""

import zlib
from collections.abc import Sequence

import numpy as np

from bole.ports.embedding import Vectors

WIDTH = 256


class PairEmbedder:
    """Counts pairs of neighbouring signs; keeps what it was asked to embed."""

    name = "pairs"
    sha256 = "0" * 64

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        rows = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for at in range(len(text) - 1):
                row[zlib.crc32(text[at : at + 2].lower().encode()) % WIDTH] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
