"""The marks a marker gives, and bands cut to them."""

import random

import numpy as np
import pytest

from bole.measurement import api
from bole.measurement.learning.evaluating import evaluate
from bole.measurement.learning.examples import Example
from bole.measurement.learning.outcome import outcome
from bole.measurement.learning.raw import rate
from bole.measurement.learning.scales import NO_SCALES, cut, off_scale, scales_of
from bole.measurement.learning.tests.test_fit import marked

FIFTHS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
A, B = ("a", ("x",)), ("b", ("y",))


def test_a_band_ends_at_marks_that_are_given_and_holds_its_score() -> None:
    assert cut(0.25, 0.75, 0.5, FIFTHS) == (0.4, 0.6)
    assert cut(0.2, 0.79, 0.31, FIFTHS) == (0.2, 0.6)
    assert cut(0.33, 0.72, 0.35, FIFTHS) == (0.35, 0.6)
    assert cut(0.41, 0.59, 0.5, FIFTHS) == (0.41, 0.59)  # no mark inside: nothing to cut to
    assert cut(0.3, 0.7, 0.5, ()) == (0.3, 0.7)


def test_a_scale_is_believed_only_where_marks_come_back() -> None:
    rng = random.Random(1)
    fifths = np.array([rng.choice(FIFTHS) for _ in range(60)])
    free = np.array([round(rng.random(), 3) for _ in range(60)])
    scales = scales_of([A] * 60 + [B] * 60, np.concatenate([fifths, free]))
    assert scales.of(A) == FIFTHS
    assert scales.of(B) == ()
    assert scales_of([A] * 12, fifths[:12]) == NO_SCALES


def test_a_mark_met_once_is_counted_as_missed() -> None:
    marks = np.array([0.0] * 30 + [0.5] * 30 + [1.0] * 29 + [0.25])
    keys = [A] * len(marks)
    missed = off_scale(scales_of(keys, marks), keys, marks)
    assert missed.tolist() == [False] * 89 + [True]


def test_digits_are_cut_so_that_a_third_is_inside() -> None:
    raw = rate("问", ("答案",), "答案", "zh")
    found = outcome(raw, 0.5, 0.2, 0.1, abstain=False, scale=(1 / 3, 2 / 3))
    assert found["low"] <= 1 / 3
    assert found["high"] >= 2 / 3
    assert found["high"] - found["low"] == pytest.approx(1 / 3, abs=0.001)


def test_bands_of_a_marker_who_marks_in_quarters_are_narrower_and_still_hold() -> None:
    def rows(seed: int, rough: float) -> list[dict]:
        found = marked(1, 150, seed=1)
        rng = random.Random(seed)
        return [{**r, "score": round(min(1.0, max(0.0, r["score"] + rng.gauss(0, rough))), 3)} for r in found]

    noisy = rows(1, 0.15)
    quarters = [{**row, "score": round(row["score"] * 4) / 4} for row in noisy]
    found = []
    for given in (noisy, quarters):
        rater = api.fit(given[:100])
        fresh = [
            Example(r["question"], tuple(r["rubric_points"]), r["answer"], r["score"]) for r in given[100:]
        ]
        found.append(evaluate(rater, fresh))
    free, cut_ = found
    assert cut_["band_width"] < free["band_width"] - 0.05
    assert cut_["band_coverage"] >= 0.8
