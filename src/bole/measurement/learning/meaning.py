"""How near an answer is to the points in meaning: a helper that never decides, since vectors see no
negation.
"""

import tomllib
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bole.measurement.learning.reading import Part
from bole.measurement.learning.rubric import Rubric
from bole.measurement.runtimes.usem import default_embedder

Matrix = NDArray[np.float64]
_LONGEST, _REMEMBERED = 400, 4096
_FROM, _TO = 0.15, 0.75  # centred cosines that say nothing, and everything
_recent: OrderedDict[str, Matrix] = OrderedDict()


@cache
def _background() -> Matrix:
    texts = tomllib.loads(Path(__file__).with_name("background.toml").read_text("utf-8"))["sentences"]
    mean: Matrix = default_embedder().embed(sorted(texts)).astype(np.float64).mean(axis=0)
    return mean


def embedded(texts: Sequence[str]) -> Matrix:
    """Centred unit vectors, computed now."""
    raw = default_embedder().embed(texts).astype(np.float64) - _background()
    norms = np.linalg.norm(raw, axis=1, keepdims=True)
    found: Matrix = raw / np.where(norms == 0, 1.0, norms)
    return found


def vectors(texts: Sequence[str]) -> Matrix:
    """Centred unit vectors, shape ``(n, 512)``; texts met lately are not embedded again."""
    cut = [t[:_LONGEST] for t in texts]
    new = sorted({t for t in cut if t not in _recent})
    if new:
        for text, row in zip(new, embedded(new), strict=True):
            _recent[text] = row
    found = np.stack([_recent[t] for t in cut]) if cut else np.zeros((0, 512))
    for text in cut:
        _recent.move_to_end(text)
    while len(_recent) > _REMEMBERED:
        _recent.popitem(last=False)
    return found


@lru_cache(maxsize=512)
def _reference(texts: tuple[str, ...]) -> Matrix:
    whole: Matrix = vectors(["。".join(texts)])[0]
    return whole


def nearness(rubric: Rubric, clauses: Sequence[Part]) -> float:
    """The whole answer's cosine with the whole rubric, as 0–1."""
    if not clauses or not rubric.points:
        return 0.0
    said = vectors([",".join(c.text for c in clauses)])[0]
    cosine = round(float(said @ _reference(tuple(p.text for p in rubric.points))), 4)
    return float(np.clip((cosine - _FROM) / (_TO - _FROM), 0.0, 1.0))
