"""The marks a marker gives at all: who marks in fifths never gives .53, and a band need not reach there.

A scale is only believed where hardly a mark stands alone: the share of marks met once estimates how likely
the next one is a new one (Good 1953).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Key = tuple[str, tuple[str, ...]]
Scale = tuple[float, ...]
_LEAST = 30  # marks from which a question has a scale of its own
_NEW = 0.03  # share of marks met once above which the next may well be another
_NEAR = 1e-6


@dataclass(frozen=True)
class Scales:
    """``own`` by question where it has marks enough, ``common`` for all others; () where there is none."""

    common: Scale
    own: Mapping[Key, Scale]

    def of(self, key: Key) -> Scale:
        """The marks that are given to answers of a question."""
        return self.own.get(key, self.common)


NO_SCALES = Scales((), {})


def scales_of(keys: Sequence[Key], marks: Matrix) -> Scales:
    """From all marked answers."""
    groups: dict[Key, list[float]] = {}
    for key, mark in zip(keys, marks.tolist(), strict=True):
        groups.setdefault(key, []).append(mark)
    own = {key: _settled(found) for key, found in groups.items() if len(found) >= _LEAST}
    return Scales(_settled(marks.tolist()), {key: scale for key, scale in own.items() if scale})


def _settled(marks: Sequence[float]) -> Scale:
    met = Counter(marks)
    alone = sum(count == 1 for count in met.values())
    return tuple(sorted(met)) if len(marks) >= _LEAST and alone <= _NEW * len(marks) else ()


def off_scale(scales: Scales, keys: Sequence[Key], marks: Matrix) -> NDArray[np.bool_]:
    """Marks that their scale would not hold had they not been seen: a band cut to it misses them."""
    met = Counter(zip(keys, marks.tolist(), strict=True))
    common = Counter(marks.tolist())
    found = []
    for key, mark in zip(keys, marks.tolist(), strict=True):
        scale = scales.of(key)
        count = met[key, mark] if key in scales.own else common[mark]
        found.append(bool(scale) and (count == 1 or mark not in scale))
    return np.array(found, dtype=bool)


def cut(low: float, high: float, score: float, scale: Scale) -> tuple[float, float]:
    """The part of a band between the lowest and the highest mark in it; ``score`` stays inside."""
    inside = [mark for mark in scale if low - _NEAR <= mark <= high + _NEAR]
    if not inside:
        return low, high
    return min(inside[0], score), max(inside[-1], score)
