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
_MOST_CLAUSES, _LONGEST, _REMEMBERED = 12, 400, 4096
_WHOLE_FROM, _CLAUSE_FROM, _TO = 0.15, 0.25, 0.75  # centred cosines that say nothing, and everything
_recent: OrderedDict[str, Matrix] = OrderedDict()


@cache
def _background() -> Matrix:
    texts = tomllib.loads(Path(__file__).with_name("background.toml").read_text("utf-8"))["sentences"]
    mean: Matrix = default_embedder().embed(sorted(texts)).astype(np.float64).mean(axis=0)
    return mean


def vectors(texts: Sequence[str]) -> Matrix:
    """Centred unit vectors, shape ``(n, 512)``; texts met lately are not embedded again."""
    cut = [t[:_LONGEST] for t in texts]
    new = sorted({t for t in cut if t not in _recent})
    if new:
        raw = default_embedder().embed(new).astype(np.float64) - _background()
        norms = np.linalg.norm(raw, axis=1, keepdims=True)
        for text, row in zip(new, raw / np.where(norms == 0, 1.0, norms), strict=True):
            _recent[text] = row
    found = np.stack([_recent[t] for t in cut]) if cut else np.zeros((0, 512))
    for text in cut:
        _recent.move_to_end(text)
    while len(_recent) > _REMEMBERED:
        _recent.popitem(last=False)
    return found


@lru_cache(maxsize=512)
def rubric_vectors(rubric_texts: tuple[str, ...]) -> Matrix:
    """Rows: the points, then all of them as one text."""
    return vectors([*rubric_texts, "。".join(rubric_texts)])


def nearness(rubric: Rubric, clauses: Sequence[Part]) -> tuple[Matrix, float]:
    """Per point the largest cosine with a clause or the whole answer, mapped to 0–1; and whole with whole."""
    if not clauses or not rubric.points:
        return np.zeros(len(rubric.points)), 0.0
    wanted = rubric_vectors(tuple(p.text for p in rubric.points))
    longest = sorted(
        sorted(clauses, key=lambda c: (-len(c.text), c.start))[:_MOST_CLAUSES], key=lambda c: c.start
    )
    whole = ",".join(c.text for c in clauses)
    said = vectors([*(c.text for c in longest), whole])
    cosines = np.round(said @ wanted.T, 4)
    return ramp(cosines[:, :-1].max(axis=0), _CLAUSE_FROM), float(ramp(cosines[-1, -1], _WHOLE_FROM))


def ramp(cosine: Matrix, nothing: float) -> Matrix:
    """Centred cosines as 0–1; up to ``nothing`` they say nothing."""
    return np.clip((cosine - nothing) / (_TO - nothing), 0.0, 1.0)
