"""The typed raters beside a plain recipe, on marked answers kept apart.

    python -m bench.typed FILE.toml … [--folds 5] [--learnt | --recipe] [--marks 20]

FILE: a set like those of measurement/learning/tests/material. Without ``--learnt`` answers are scored without
any mark, and r is taken after one monotone map fitted on the answers to other questions. With it a rater is
fitted on four fifths of the answers to each question and measured on the rest; with ``--recipe`` the plain
recipe's stack is (bench/recipe.py), with ``--marks`` on so many answers of each question only.
"""

import argparse
import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.recipe import STRAIGHT, Recipe
from bench.recipe import learnt as recipe_learnt
from bole.measurement import api
from bole.measurement.learning.evaluating import correlation, evaluate
from bole.measurement.learning.examples import Example
from bole.measurement.learning.fitting import fit_examples
from bole.measurement.learning.maps import fit_map
from bole.measurement.learning.outcome import Outcome

Values = NDArray[np.float64]


def read(path: Path) -> list[Example]:
    """Every marked answer of a set, marks as 0–1."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Example(q["question"], tuple(q["points"]), text, mark / table.get("scale", 1), q["language"])
        for q in table["questions"]
        for mark, text in q["answers"]
    ]


def after_a_map(raw: Values, examples: Sequence[Example]) -> Values:
    """Marks by one monotone map fitted on the answers to all other questions."""
    marks = np.array([e.mark for e in examples])
    keys = np.array([e.question for e in examples])
    found = np.zeros(len(raw))
    for key in set(keys.tolist()):
        inside = keys == key
        found[inside] = fit_map(raw[~inside], marks[~inside], STRAIGHT, 1.0)(raw[inside])
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


def folds_of(examples: Sequence[Example], folds: int) -> NDArray[np.int64]:
    """Folds that take the answers of each question in turn, along the marks."""
    spread = np.zeros(len(examples), dtype=np.int64)
    for turn, key in enumerate(sorted({e.question for e in examples})):
        own = [i for i, e in enumerate(examples) if e.question == key]
        own.sort(key=lambda i: (examples[i].mark, examples[i].answer))
        spread[own] = (np.arange(len(own)) * 2 + turn) % folds
    return spread


def some(examples: Sequence[Example], count: int) -> list[Example]:
    """So many answers of each question; all of them for 0."""
    if not count:
        return list(examples)
    found: list[Example] = []
    for key in sorted({e.key for e in examples}):
        own = sorted(e for e in examples if e.key == key)
        Random(key[0]).shuffle(own)
        found += own[:count]
    return found


def parts(examples: Sequence[Example], folds: int, marks: int) -> list[tuple[list[Example], list[Example]]]:
    """What is learnt from and what is measured, fold by fold."""
    spread = folds_of(examples, folds)
    return [
        (
            some([e for e, f in zip(examples, spread, strict=True) if f != fold], marks),
            [e for e, f in zip(examples, spread, strict=True) if f == fold],
        )
        for fold in range(folds)
    ]


def learnt(examples: Sequence[Example], folds: int, marks: int) -> dict[str, Any]:
    """Fitted on all folds but one, measured on that one; r also for each question."""
    told: dict[tuple[str, str], Outcome] = {}
    for known, new in parts(examples, folds, marks):
        rater = fit_examples(known)
        told |= {(e.question, e.answer): rater(e.question, e.points, e.answer, e.language) for e in new}
    found = evaluate(lambda q, _p, a, _l: told[q, a], examples)
    each = {}
    for key in sorted({e.question for e in examples}):
        own = [e for e in examples if e.question == key]
        each[key] = correlation(
            np.array([told[key, e.answer]["score"] for e in own]), np.array([e.mark for e in own])
        )
    return found | {"each": each}


def by_recipe(examples: Sequence[Example], folds: int, marks: int) -> dict[str, Any]:
    """The recipe's stack on the same folds."""
    told: list[float] = []
    given: list[float] = []
    for known, new in parts(examples, folds, marks):
        told += recipe_learnt(known, new).tolist()
        given += [e.mark for e in new]
    return {"r": correlation(np.array(told), np.array(given)), "answers": len(told)}


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.typed")
    options.add_argument("files", nargs="+", type=Path)
    options.add_argument("--folds", type=int, default=5)
    options.add_argument("--learnt", action="store_true")
    options.add_argument("--recipe", action="store_true")
    options.add_argument("--marks", type=int, default=0)
    args = options.parse_args()
    for path in args.files:
        examples = read(path)
        if args.learnt or args.recipe:
            found = (learnt if args.learnt else by_recipe)(examples, args.folds, args.marks)
        else:
            found = without_marks(examples)
        print(json.dumps({path.stem: found}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
