"""Is a rater learnt from a bank's marks better than the rules? Answers kept back, people kept apart."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bole.kernel.errors import InvalidError
from bole.measurement.learning.evaluating import correlation
from bole.measurement.learning.examples import Example
from bole.measurement.learning.fitting import fit_examples
from bole.measurement.reliability import icc
from bole.measurement.reliability.resampling import bootstrap

Matrix = NDArray[np.float64]
LEAST = 30  # answers two people marked, below which nothing is trained
FOLDS = 5
MARK, RULES, LEARNT = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Marked:
    """An answer several people marked blind (0–1 each), what the rules gave it (0–1), and whose it is."""

    example: Example  # ``mark`` is the people's mean
    person: str
    marks: tuple[float, ...]
    rules: float


def compare(answers: Sequence[Marked]) -> dict[str, Any]:
    """Figures of both on answers the learnt rater had not seen, as JSON, with ``better`` and ``reasons``.

    Better: the mean absolute error falls by more than chance (95 % bootstrap interval of the paired
    difference above 0) and r does not fall, or r rises by more than chance and the error does not grow.
    InvalidError (``too_few``) under 30 answers.
    """
    if len(answers) < LEAST:
        raise InvalidError(f"{len(answers)} double-marked answers, {LEAST} are needed", code="too_few")
    ordered = sorted(answers, key=lambda a: (a.person, a.example))
    rows = np.column_stack(
        [[a.example.mark for a in ordered], [a.rules for a in ordered], _held_out(ordered)]
    )
    found: dict[str, Any] = {
        "answers": len(ordered),
        "people": len({a.person for a in ordered}),
        "rules": _figures(rows, RULES),
        "trained": _figures(rows, LEARNT),
        "error_gain": _gain(rows, _error_gain),
        "r_gain": _gain(rows, _r_gain),
        "between_people": _between(ordered),
    }
    found["reasons"] = _against(found)
    found["better"] = not found["reasons"]
    return found


def _held_out(answers: Sequence[Marked]) -> list[float]:
    """What a rater fitted on everybody else gives: five folds, a person in one only."""
    folds = [_fold(a.person) for a in answers]
    scores = [0.0] * len(answers)
    for fold in range(FOLDS):
        inside = [a.example for a, own in zip(answers, folds, strict=True) if own != fold]
        outside = [i for i, own in enumerate(folds) if own == fold]
        if not outside:
            continue
        if not inside:
            raise InvalidError("all answers are of one person", code="too_few")
        fitted = fit_examples(inside)
        for index in outside:
            one = answers[index].example
            scores[index] = fitted(one.question, one.points, one.answer, one.language)["score"]
    return scores


def _fold(person: str) -> int:
    return hashlib.sha256(person.encode()).digest()[0] % FOLDS


def _figures(rows: Matrix, column: int) -> dict[str, Any]:
    def r_of(chosen: Matrix) -> float | None:
        return correlation(chosen[:, column], chosen[:, MARK])

    def error_of(chosen: Matrix) -> float | None:
        return float(np.abs(chosen[:, column] - chosen[:, MARK]).mean())

    return {
        "r": r_of(rows),
        "r_interval": _rounded(bootstrap(rows, r_of)),
        "error": round(float(error_of(rows) or 0.0), 4),
        "error_interval": _rounded(bootstrap(rows, error_of)),
    }


def _error_gain(rows: Matrix) -> float | None:
    apart = np.abs(rows[:, [RULES, LEARNT]] - rows[:, [MARK]])
    return float((apart[:, 0] - apart[:, 1]).mean())


def _r_gain(rows: Matrix) -> float | None:
    learnt, rules = correlation(rows[:, LEARNT], rows[:, MARK]), correlation(rows[:, RULES], rows[:, MARK])
    return None if learnt is None or rules is None else learnt - rules


def _gain(rows: Matrix, statistic: Any) -> dict[str, Any]:
    value = statistic(rows)
    interval = _rounded(bootstrap(rows, statistic))
    return {"value": None if value is None else round(value, 4), "interval": interval}


def _against(found: dict[str, Any]) -> list[str]:
    """Why it may not take the rules' place; empty when it may."""
    error, r = found["error_gain"], found["r_gain"]
    surely_closer = bool(error["interval"]) and error["interval"][0] > 0
    surely_ordered = bool(r["interval"]) and r["interval"][0] > 0
    if not surely_closer and not surely_ordered:
        return ["not_beyond_chance"]
    if surely_closer and not surely_ordered and (r["value"] or 0.0) < 0:
        return ["order_worse"]
    return ["error_worse"] if not surely_closer and (error["value"] or 0.0) < 0 else []


def _between(answers: Sequence[Marked]) -> dict[str, Any]:
    """How far two people agree on the same answers, ICC(1,1): the ceiling of both raters."""
    found = icc([list(a.marks[:2]) for a in answers if len(a.marks) > 1], "1,1")
    value = None if found.value is None else round(found.value, 4)
    ends = None if found.low is None or found.high is None else (found.low, found.high)
    return {"icc": value, "interval": _rounded(ends), "n": found.n}


def _rounded(ends: tuple[float, float] | None) -> list[float] | None:
    return None if ends is None else [round(ends[0], 4), round(ends[1], 4)]
