"""What an answer is compared with: the points of a rubric without what the question itself hands out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bole.measurement.learning.reading import clauses_of
from bole.measurement.text.normalise import normalise
from bole.measurement.text.pieces import loose_weight, pieces, stopped_tokens, tokens, weight

_HANDED_OUT = 0.0  # what a piece of the question is worth in a point …
_ALL_HANDED_OUT = 0.35  # … unless hardly anything else is left of it
_LEAST_LEFT = 0.25
_MOST_POINTS = 60


@dataclass(frozen=True)
class Point:
    """One thing that should be said: ``weights`` by piece, ``mass`` their sum, ``size`` its share in the
    mean.
    """

    text: str
    weights: dict[str, float]
    mass: float
    size: float
    tokens: tuple[str, ...]


@dataclass(frozen=True)
class Rubric:
    """All points of one question. ``weights``: the pieces of all of them together; ``loose``: the same for
    single characters and words."""

    question: str
    question_pieces: frozenset[str]
    points: tuple[Point, ...]
    weights: dict[str, float]
    tokens: tuple[str, ...]
    loose: dict[str, float]

    @property
    def mass(self) -> float:
        """Summed weight of all pieces."""
        return sum(self.weights.values())


@lru_cache(maxsize=512)
def prepare(question: str, rubric_points: tuple[str, ...]) -> Rubric:
    """Cut long points into their sentences, strip the question. Kept for the next answer to the question."""
    asked = normalise(question[:4000]).text
    given = frozenset(pieces(asked))
    texts = [t for point in rubric_points for t in clauses_of(point[:8000]) if any(c.isalnum() for c in t)]
    texts = list(dict.fromkeys(texts))[:_MOST_POINTS]
    points = tuple(_point(text, given) for text in texts)
    weights: dict[str, float] = {}
    for point in points:
        for piece, value in point.weights.items():
            weights[piece] = max(value, weights.get(piece, 0.0))
    whole = tuple(t for p in points for t in (*p.tokens, ""))
    return Rubric(asked, given, points, weights, whole, _loose(whole, frozenset(tokens(asked))))


def _point(text: str, given: frozenset[str]) -> Point:
    own = dict.fromkeys(pieces(text))
    full = {p: weight(p) for p in own}
    left = {p: w * _HANDED_OUT if p in given else w for p, w in full.items()}
    if sum(left.values()) < _LEAST_LEFT * sum(full.values()):
        left = {p: w * _ALL_HANDED_OUT if p in given else w for p, w in full.items()}
    mass = sum(left.values())
    return Point(text, left, mass, float(np.sqrt(max(mass, 0.2))), tuple(stopped_tokens(text)))


def _loose(said: Sequence[str], given: frozenset[str]) -> dict[str, float]:
    """Single characters and words that the question does not hand out, unless it hands out nearly all."""
    full = {t: loose_weight(t) for t in said if t}
    left = {t: w for t, w in full.items() if t not in given}
    return left if sum(left.values()) >= _LEAST_LEFT * sum(full.values()) else full


def as_text(value: object) -> str:
    """Whatever a caller holds for a text; None and a missing number are nothing."""
    if value is None or (isinstance(value, float) and value != value):
        return ""
    return str(value)


def as_points(rubric_points: Sequence[str] | str | None) -> tuple[str, ...]:
    """Whatever a caller holds for a rubric, as a tuple of texts."""
    if rubric_points is None:
        return ()
    if isinstance(rubric_points, str):
        return (rubric_points,)
    return tuple(t for t in map(as_text, rubric_points) if t.strip())
