"""Words of like meaning: how much of each point an answer says, in whatever words it says it.

Every word of a point looks for the nearest word of the answer. A vector of one word knows nothing of the
sentence around it, so nearness within a subject (temperature, pressure) does not add up to a good score, as
it does with vectors of whole clauses.
"""

import math
import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bole.measurement.learning.meaning import embedded
from bole.measurement.learning.reading import Part
from bole.measurement.learning.rubric import Rubric
from bole.measurement.text import vocabulary
from bole.measurement.text.normalise import is_cjk
from bole.measurement.text.pieces import is_small, loose_weight, tokens

Matrix = NDArray[np.float64]
_NOTHING, _SAME = 0.5, 0.9  # centred cosines of two words that say nothing, and as much as the word itself
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z]+(?:'[a-z]+)?|\d+(?:\.\d+)?%?|[^\W_]+")
_CHANCE = {"zh": 0.1, "en": 0.13}  # what each doubling of the words adds by chance, by our own answers
_FEW_WORDS = 20  # words up to which nothing is taken away
_MOST_WORDS = 240  # different words of an answer that are looked at
_REMEMBERED = 12_000
_recent: OrderedDict[str, NDArray[np.float32]] = OrderedDict()


@dataclass(frozen=True)
class Senses:
    """``points``: per point 0–1; ``own``: mean cosine of the answer's own words with their nearest words of
    rubric and question (1 where there are none); ``count``: how many own words there are."""

    points: Matrix
    own: float
    count: int


def senses(rubric: Rubric, clauses: Sequence[Part]) -> Senses:
    """Words the question hands out do not count where others are left."""
    found = np.zeros(len(rubric.points))
    said = list(dict.fromkeys(w for c in clauses for w in content_words(c.text)))[:_MOST_WORDS]
    if not said:
        return Senses(found, 1.0, 0)
    theirs = _vectors(said)
    lucky = by_chance(len(said), chinese=any(is_cjk(w[0]) for w in said))
    given = content_words(rubric.question)
    for number, point in enumerate(rubric.points):
        wanted, weights = _wanted(point.text, frozenset(given))
        if wanted:
            near = (_vectors(wanted) @ theirs.T).max(axis=1)
            like = np.clip((np.round(near, 3) - _NOTHING) / (_SAME - _NOTHING), 0.0, 1.0)
            found[number] = max(0.0, (float(like @ weights / weights.sum()) - lucky) / (1 - lucky))
    subject = dict.fromkeys([*(w for p in rubric.points for w in content_words(p.text)), *given])
    own = [row for row, word in enumerate(said) if word not in subject]
    if not own or not subject:
        return Senses(found, 1.0, 0)
    nearest = (theirs[own] @ _vectors(list(subject)).T).max(axis=1)
    return Senses(found, float(np.round(nearest, 3).mean()), len(own))


def by_chance(words: int, *, chinese: bool) -> float:
    """How alike the nearest of so many words of any text would be: long talk must not gain by its length."""
    step = _CHANCE["zh" if chinese else "en"]
    return step * math.log2(max(1.0, words / _FEW_WORDS))


@lru_cache(maxsize=8192)
def content_words(text: str) -> tuple[str, ...]:
    """Words of normalised text that carry meaning, in order."""
    found: list[str] = []
    for run in _RUN.findall(text):
        found += vocabulary.cut(run) if is_cjk(run[0]) else [run]
    return tuple(w for w in found if not all(map(is_small, tokens(w))))


@lru_cache(maxsize=2048)
def _wanted(text: str, given: frozenset[str]) -> tuple[tuple[str, ...], Matrix]:
    own = dict.fromkeys(content_words(text))
    words = tuple(w for w in own if w not in given) or tuple(own)
    return words, np.array([np.mean([loose_weight(t) for t in tokens(w)]) for w in words])


def _vectors(words: Sequence[str]) -> NDArray[np.float32]:
    """Centred unit vectors, one row for each word; words met lately are not embedded again."""
    new = sorted({w for w in words if w not in _recent})
    if new:
        for word, row in zip(new, embedded(new), strict=True):
            _recent[word] = row.astype(np.float32)
    found = np.stack([_recent[w] for w in words])
    for word in words:
        _recent.move_to_end(word)
    while len(_recent) > _REMEMBERED:
        _recent.popitem(last=False)
    return found
