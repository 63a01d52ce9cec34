"""The plain recipe the typed raters are held against: raw scores without marks, and its stack with marks.

Raw: half recall of the reference's pieces weighed by rarity, a third the mean coverage of its points, the
rest cosines of point, clause and whole; the question's pieces are taken out of both. With marks: one isotonic
map; ridges on what it leaves, by vectors and by words, and nearest neighbours of each question, left-one-out;
from 40 marks of a question a ridge and boosted trees over all questions on top of them, averaged.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bole.measurement.learning.examples import Example
from bole.measurement.learning.kernels import vocabulary
from bole.measurement.learning.maps import MonotoneMap, fit_map
from bole.measurement.learning.meaning import vectors
from bole.measurement.learning.reading import clauses_of
from bole.measurement.learning.ridge import fit_kernel, fit_linear
from bole.measurement.learning.trees import fit_boosted
from bole.measurement.text.grams import FUNCTION_EN, stem
from bole.measurement.text.normalise import is_cjk, normalise

Values = NDArray[np.float64]
STRAIGHT = MonotoneMap((0.0, 1.0), (0.0, 1.0))
_RECALL, _COVERAGE, _SENSE = 0.5, 0.35, 0.15
_FROM, _WIDTH = 0.25, 0.5
_FEW, _MANY, _NEIGHBOURS = 5, 40, 7


def _pieces(text: str) -> set[str]:
    """Pairs of Chinese characters, stemmed English words."""
    plain = normalise(text).text
    pairs = {a + b for a, b in pairwise(plain) if is_cjk(a) and is_cjk(b)}
    words = "".join(c if c.isalnum() and not is_cjk(c) else " " for c in plain).split()
    return pairs | {stem(w) for w in words if w not in FUNCTION_EN}


class Recipe:
    """Raw scores; rarity is counted over the answers themselves."""

    def __init__(self, examples: Sequence[Example]) -> None:
        met = Counter(p for e in examples for p in _pieces(e.answer + " ".join(e.points)))
        self._idf = {p: float(np.log((1 + len(examples)) / (1 + n)) + 0.3) for p, n in met.items()}

    def __call__(self, one: Example) -> float:
        asked = _pieces(one.question)
        points = [_pieces(p) - asked for text in one.points for p in clauses_of(text)]
        said = _pieces(one.answer) - asked
        shares = [self._share(said, p) for p in points]
        sizes = np.sqrt([max(1, len(p)) for p in points])
        value = _RECALL * self._share(said, set().union(*points))
        value += _COVERAGE * float(np.average(shares, weights=sizes)) if points else 0.0
        return value + _SENSE * self._sense(one)

    def _share(self, said: set[str], wanted: set[str]) -> float:
        whole = sum(self._idf.get(p, 0.0) for p in wanted)
        return sum(self._idf.get(p, 0.0) for p in wanted & said) / whole if whole else 0.0

    def _sense(self, one: Example) -> float:
        points, clauses = [t for p in one.points for t in clauses_of(p)], clauses_of(one.answer)
        if not points or not clauses:
            return 0.0
        near = (vectors(points) @ vectors(clauses).T).max(axis=1).mean()
        whole = float((vectors(["。".join(points)]) @ vectors([one.answer]).T)[0, 0])
        return float(np.clip(((near + whole) / 2 - _FROM) / _WIDTH, 0.0, 1.0))


def learnt(train: Sequence[Example], test: Sequence[Example]) -> Values:
    """Marks of ``test`` by the stack fitted on ``train``."""
    every, count = [*train, *test], len(train)
    recipe = Recipe(train)
    raw = np.array([recipe(e) for e in every])
    marks = np.array([e.mark for e in train])
    mapped = fit_map(raw[:count], marks, STRAIGHT, 1.0)(raw)
    views = np.repeat(mapped[:, None], 4, axis=1)
    keys = np.array([e.question for e in every])
    many = np.zeros(len(every), dtype=bool)
    for key in sorted(set(keys.tolist())):
        inside = np.flatnonzero(keys == key)
        known = int((inside < count).sum())
        if known >= _FEW:
            views[inside, :3] = _views([every[i] for i in inside], marks[inside[:known]], mapped[inside])
        many[inside] = known >= _MANY
    told = np.clip(views[:, 0], 0.0, 1.0)
    if many.any():
        rows, fitted = np.column_stack([views, raw]), np.flatnonzero(many[:count])
        linear = fit_linear(rows[fitted], marks[fitted], 0.02)
        boosted = fit_boosted(rows[fitted], marks[fitted], trees=120)
        told[many] = np.clip((linear(rows[many]) + boosted(rows[many])) / 2, 0.0, 1.0)
    return told[count:]


def _views(examples: Sequence[Example], marks: Values, mapped: Values) -> Values:
    """By vectors, by words, by neighbours; of the first ``len(marks)`` each is told from the others."""
    known, texts = len(marks), [e.answer for e in examples]
    meanings = vectors(texts)
    words = vocabulary(texts[:known]).rows(texts)
    left, shrink = marks - mapped[:known], known / (known + 3)
    found = []
    for rows in (meanings, words):
        kernel = rows @ rows[:known].T
        ridge = fit_kernel(kernel[:known], left, 1.0 if known >= _MANY else 2.0)
        found.append(mapped + shrink * np.append(ridge.left_out, ridge(kernel[known:])))
    near: Values = meanings @ meanings[:known].T
    near[np.arange(known), np.arange(known)] = -np.inf
    order = np.argsort(-near, axis=1, kind="stable")[:, :_NEIGHBOURS]
    return np.column_stack([*found, marks[order].mean(axis=1)])
