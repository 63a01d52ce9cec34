"""Near-copies: overlapping pieces of words (shingles), and a sketch of them by which copies are found fast.

MinHash (Broder 1997): the share of equal places of two signatures estimates the Jaccard index of the two sets
of shingles. Bands of two places (locality-sensitive hashing) let a database index find who is worth
comparing; what counts is then measured on the words themselves (``matching``).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bole.measurement.text.normalise import is_cjk, normalise
from bole.measurement.text.sound import loose, syllable

PLACES = 128  # values of a signature; the estimate's standard error is at most 0.5 / √128 = .044
ROWS = 2  # places per band: a pair of Jaccard .25 shares a band with 98 %, one of .03 with 6 %
LENGTH = {"zh": 4, "en": 14}  # characters of a shingle, without spaces and marks
Signature = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Pieces:
    """``hashes[i]`` is the shingle that begins at letter ``i``; ``spans[i]`` its place in the source."""

    source: str
    hashes: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    letters: tuple[tuple[int, int], ...]
    length: int  # letters of a shingle

    @property
    def set(self) -> frozenset[int]:
        """Every different shingle once."""
        return frozenset(self.hashes)


def language_of(text: str) -> str:
    """Chinese where a fifth of the letters is."""
    letters = [char for char in text if char.isalnum()]
    return "zh" if sum(map(is_cjk, letters)) * 5 >= len(letters) else "en"


def pieces(text: str) -> Pieces:
    """The shingles of a text: look-alikes, letter case, spaces and punctuation make no difference."""
    normal = normalise(text)
    kept = [i for i, char in enumerate(normal.text) if char.isalnum()]
    length = LENGTH[language_of(normal.text)]
    letters = [_sound(normal.text[i]) for i in kept]
    places = tuple(normal.source_span(i, i + 1) for i in kept)
    starts = range(len(letters) - length + 1)
    hashes = tuple(_hash(" ".join(letters[i : i + length])) for i in starts)
    spans = tuple((places[i][0], places[i + length - 1][1]) for i in starts)
    return Pieces(text, hashes, spans, places, length)


def signature(shingles: Iterable[int]) -> Signature | None:
    """The sketch of a set of shingles; None of an empty one."""
    found = np.fromiter(set(shingles), np.uint64)
    if not found.size:
        return None
    multipliers, offsets = _family()
    with np.errstate(over="ignore"):  # arithmetic modulo 2^64 is the hash (multiply-shift)
        mixed = multipliers[:, None] * found[None, :] + offsets[:, None]
    lowest: Signature = (mixed >> np.uint64(32)).min(axis=1).astype(np.uint32)
    return lowest


def bands(sketch: Signature) -> list[int]:
    """64 signed 32-bit numbers; two texts with one in common are worth comparing."""
    rows = sketch.reshape(-1, ROWS)
    return [
        int.from_bytes(hashlib.blake2b(bytes([i]) + row.tobytes(), digest_size=4).digest(), signed=True)
        for i, row in enumerate(rows)
    ]


def read_signature(stored: bytes) -> Signature:
    """A signature from its ``tobytes()``."""
    return np.frombuffer(stored, np.uint32)


def likeness(one: Signature, other: Signature) -> float:
    """Estimated Jaccard index, 0–1."""
    return float(np.mean(one == other))


def _sound(char: str) -> str:
    """A Chinese character by its sound: recognisers write the same words with other characters."""
    return loose(syllable(char)) if is_cjk(char) else char


def _hash(shingle: str) -> int:
    return int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8).digest())


def _family() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The same 128 hash functions for ever: stored signatures must stay comparable."""
    seeds = b"".join(
        hashlib.blake2b(bytes([i]), digest_size=16, person=b"bole-minhash").digest() for i in range(PLACES)
    )
    numbers = np.frombuffer(seeds, np.uint64).reshape(PLACES, 2)
    return numbers[:, 0] | np.uint64(1), numbers[:, 1].copy()
