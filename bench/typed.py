"""The typed raters beside a plain recipe, on marked answers kept apart.

    python -m bench.typed FILE.toml … [--folds 5] [--learnt]

FILE: a set like those of measurement/learning/tests/material. Without ``--learnt`` answers are scored without
any mark, and r is taken after one monotone map fitted on the answers to other questions. With it a rater is
fitted on four fifths of the answers to each question and measured on the rest.

The recipe: half recall of the reference's pieces weighed by rarity, a third the mean coverage of its points,
the rest cosines of point, clause and whole; the question's pieces are taken out of both.
"""

import argparse
import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bole.measurement import api
from bole.measurement.learning.evaluating import correlation, evaluate
from bole.measurement.learning.examples import Example
from bole.measurement.learning.fitting import fit_examples
from bole.measurement.learning.maps import MonotoneMap, fit_map
from bole.measurement.learning.meaning import vectors
from bole.measurement.learning.outcome import Outcome
from bole.measurement.learning.reading import clauses_of
from bole.measurement.text.grams import FUNCTION_EN, stem
from bole.measurement.text.normalise import is_cjk, normalise

Values = NDArray[np.float64]
_STRAIGHT = MonotoneMap((0.0, 1.0), (0.0, 1.0))
_RECALL, _COVERAGE, _SENSE = 0.5, 0.35, 0.15
_FROM, _WIDTH = 0.25, 0.5


def read(path: Path) -> list[Example]:
    """Every marked answer of a set, marks as 0–1."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Example(q["question"], tuple(q["points"]), text, mark / table.get("scale", 1), q["language"])
        for q in table["questions"]
        for mark, text in q["answers"]
    ]


def _pieces(text: str) -> set[str]:
    """Pairs of Chinese characters, stemmed English words."""
    plain = normalise(text).text
    pairs = {a + b for a, b in pairwise(plain) if is_cjk(a) and is_cjk(b)}
    words = "".join(c if c.isalnum() and not is_cjk(c) else " " for c in plain).split()
    return pairs | {stem(w) for w in words if w not in FUNCTION_EN}


class Recipe:
    """Raw scores by the plain recipe; rarity is counted over the answers themselves."""

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


def after_a_map(raw: Values, examples: Sequence[Example]) -> Values:
    """Marks by one monotone map fitted on the answers to all other questions."""
    marks = np.array([e.mark for e in examples])
    keys = np.array([e.question for e in examples])
    found = np.zeros(len(raw))
    for key in set(keys.tolist()):
        inside = keys == key
        found[inside] = fit_map(raw[~inside], marks[~inside], _STRAIGHT, 1.0)(raw[inside])
    return found


def without_marks(examples: Sequence[Example]) -> dict[str, Any]:
    marks = np.array([e.mark for e in examples])
    recipe = Recipe(examples)
    plain = np.array([recipe(e) for e in examples])
    found = evaluate(api.score, examples)
    own = np.array([api.score(e.question, e.points, e.answer, e.language)["score"] for e in examples])
    return {
        "recipe": correlation(after_a_map(plain, examples), marks),
        "score": correlation(after_a_map(own, examples), marks),
        "figures": found,
    }


def learnt(examples: Sequence[Example], folds: int) -> dict[str, Any]:
    """Fitted on all folds but one, measured on that one; r also for each question."""
    spread = np.zeros(len(examples), dtype=int)
    for turn, key in enumerate(sorted({e.question for e in examples})):
        own = [i for i, e in enumerate(examples) if e.question == key]
        own.sort(key=lambda i: (examples[i].mark, examples[i].answer))
        spread[own] = (np.arange(len(own)) * 2 + turn) % folds
    told: dict[tuple[str, str], Outcome] = {}
    for fold in range(folds):
        rater = fit_examples([e for e, f in zip(examples, spread, strict=True) if f != fold])
        for e, f in zip(examples, spread, strict=True):
            if f == fold:
                told[e.question, e.answer] = rater(e.question, e.points, e.answer, e.language)
    found = evaluate(lambda q, _p, a, _l: told[q, a], examples)
    each = {}
    for key in sorted({e.question for e in examples}):
        own_ = [e for e in examples if e.question == key]
        each[key] = correlation(
            np.array([told[key, e.answer]["score"] for e in own_]), np.array([e.mark for e in own_])
        )
    return found | {"each": each}


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.typed")
    options.add_argument("files", nargs="+", type=Path)
    options.add_argument("--folds", type=int, default=5)
    options.add_argument("--learnt", action="store_true")
    args = options.parse_args()
    for path in args.files:
        examples = read(path)
        found = learnt(examples, args.folds) if args.learnt else without_marks(examples)
        print(json.dumps({path.stem: found}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
