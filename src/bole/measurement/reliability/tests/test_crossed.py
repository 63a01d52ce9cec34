"""Figures of statsmodels, scikit-learn, pandas and SciPy for raters who change from person to person.

scripts/agreement_reference.py made reference_crossed.json, which names their versions.
"""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bole.measurement.reliability import crossed, estimates, habits, proportions, resampling
from bole.measurement.reliability.association import pearson
from bole.measurement.reliability.intraclass import icc
from bole.measurement.reliability.severity import drift, mean_of, severities
from bole.measurement.reliability.unbalanced import icc_one_way

REFERENCE: dict[str, Any] = json.loads((Path(__file__).parent / "reference_crossed.json").read_text("utf-8"))


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resampling, "DRAWS", 200)


def tables() -> list[tuple[dict[str, Any], crossed.Ratings]]:
    return [
        (case, crossed.ratings((int(p), int(i), int(r), s, int(v)) for p, i, r, s, v in case["rows"]))
        for case in REFERENCE["panels"]
    ]


def test_severity_and_its_clustered_interval() -> None:
    for case, table in tables():
        found = severities(table)
        for place, rater in enumerate(table.raters):
            one = found.of[place]
            assert [one.value, one.low, one.high] == pytest.approx(case["severity"][str(rater)], abs=1e-8)
        assert set(found.group) == {0}
        assert math.fsum(one.value or 0 for one in found.of) == pytest.approx(0, abs=1e-9)


def test_one_way_icc_with_unequal_raters() -> None:
    for case, table in tables():
        first = table.only(table.item == table.items.index(0))
        for form in ("1,1", "1,k"):
            one = icc_one_way(first.person, first.score, form)  # type: ignore[arg-type]  # both are forms
            assert [one.value, one.low, one.high] == pytest.approx(case["icc"][form], rel=1e-7)


def test_one_way_icc_with_equal_raters_is_the_classic_one() -> None:
    table = np.random.default_rng(3).normal(size=(20, 3)) + np.arange(20)[:, None] / 4
    person = np.repeat(np.arange(20), 3)
    for form in ("1,1", "1,k"):
        one = icc_one_way(person, table.ravel(), form)  # type: ignore[arg-type]  # both are forms
        other = icc(table.tolist(), form)  # type: ignore[arg-type]  # both are forms
        assert [one.value, one.low, one.high] == pytest.approx([other.value, other.low, other.high])


def test_kappa_of_all_pairs_and_of_one_rater() -> None:
    for case, table in tables():
        assert habits.pairwise_kappa(table).value == pytest.approx(case["kappa"], abs=1e-10)
        found = severities(table)
        severity = np.array([one.value or 0.0 for one in found.of])
        one = habits.habits_of(table, table.raters.index(case["rater"]), severity)
        assert one.kappa.value == pytest.approx(case["own_kappa"], abs=1e-10)
        assert one.own_halo == pytest.approx(case["own_correlation"], abs=1e-10)
        assert one.kappa.low is not None
        assert one.kappa.high is not None
        assert one.kappa.low < case["own_kappa"] < one.kappa.high


def test_a_line_through_months_and_a_mean() -> None:
    for case in REFERENCE["slopes"]:
        month, value = np.array(case["month"]), np.array(case["value"])
        found = drift(np.arange(len(value)), month, value)
        one = found.slope
        assert [one.value, one.low, one.high] == pytest.approx(case["slope"], rel=1e-8)
        mean = mean_of(value)
        assert [mean.value, mean.low, mean.high] == pytest.approx(case["mean"], rel=1e-8)
        assert [point.n for _, point in found.months] == [int((month == m).sum()) for m in np.unique(month)]


def test_shares_and_their_differences() -> None:
    for case in REFERENCE["shares"]:
        x, n, y, m = case["counts"]
        assert proportions.wilson(x, n) == pytest.approx(case["wilson"], abs=1e-9)
        apart = proportions.difference(x, n, y, m)
        assert [apart.low, apart.high] == pytest.approx(case["newcombe"], abs=1e-9)
        assert proportions.pooled_p(x, n, y, m) == pytest.approx(case["fisher"], rel=1e-6, abs=1e-15)
        assert proportions.mcnemar(*case["discordant"]) == pytest.approx(case["mcnemar"], rel=1e-9)


def test_correlations() -> None:
    for case in REFERENCE["correlations"]:
        found = pearson(case["x"], case["y"])
        assert [found.value, found.low, found.high] == pytest.approx(case["r"], rel=1e-9)


def planted(flat: bool = False, halo: bool = False, people: int = 120) -> crossed.Ratings:
    """Three raters on all people and four competencies; the first is eight points strict, uses half of the
    scale (``flat``) or gives one impression (``halo``)."""
    random = np.random.default_rng(11)
    rows: list[crossed.Row] = []
    for person in range(people):
        whole = random.normal(55, 10)
        own = whole + random.normal(0, 12, 4)
        for rater in range(3):
            seen = own + random.normal(0, 5, 4)
            if rater == 0:
                seen = 55 + (seen - 55) / 2 if flat else seen
                seen = np.full(4, seen.mean()) + random.normal(0, 2, 4) if halo else seen
                seen = seen - 8
            for item in range(4):
                level = int(np.clip(round(1 + seen[item] / 25), 1, 5))
                rows.append((person, item, rater, float(seen[item]), level))
    return crossed.ratings(rows)


def test_planted_habits_are_found_and_others_are_not() -> None:
    plain, flat, one_impression = planted(), planted(flat=True), planted(halo=True)
    strict = severities(plain)
    assert strict.of[0].value == pytest.approx(-16 / 3, abs=1)  # eight below two others: 8·2/3
    low, high = strict.of[0].low, strict.of[0].high
    assert low is not None
    assert high is not None
    assert high < 0
    found = {
        name: habits.habits_of(table, 0, np.array([one.value for one in severities(table).of]))
        for name, table in (("plain", plain), ("flat", flat), ("halo", one_impression))
    }
    assert found["flat"].spread.high is not None
    assert found["flat"].spread.high < 0.7
    assert found["flat"].middle.low is not None
    assert found["flat"].middle.low > 0.05
    assert found["halo"].halo.low is not None
    assert found["halo"].halo.low > 0.3
    assert found["plain"].spread.value == pytest.approx(1, abs=0.1)
    assert found["plain"].halo.value == pytest.approx(0, abs=0.1)


def test_raters_who_share_nobody_are_not_compared() -> None:
    rows: list[crossed.Row] = [(0, 0, "a", 50, 3), (0, 0, "b", 60, 3), (1, 0, "c", 50, 3), (1, 0, "d", 90, 5)]
    found = severities(crossed.ratings([*rows, (2, 0, "e", 10, 1)]))
    assert list(found.group) == [0, 0, 2, 2, 4]
    assert [one.value for one in found.of[:4]] == pytest.approx([-5, 5, -20, 20])
    assert found.of[4].reason == estimates.NO_PAIRS
    assert math.isnan(found.deviation[4])


def test_nothing_and_next_to_nothing() -> None:
    empty = crossed.ratings([])
    assert severities(empty).of == []
    assert habits.pairwise_kappa(empty).reason == estimates.NO_PAIRS
    assert icc_one_way([], []).reason == estimates.TOO_FEW
    assert icc_one_way([0, 0, 1, 1], [3, 3, 3, 3]).reason == estimates.NO_VARIANCE
    assert icc_one_way([0, 0, 1, 1], [3, 3, 5, 5]).reason == estimates.PERFECT
    assert icc_one_way([0, 0, 1, 1, 2], [3, 4, 5, 5, 9]).dropped == 1
    alone = crossed.ratings([(0, 0, "a", 50, 3)])
    assert habits.habits_of(alone, 0, np.zeros(1)).kappa.reason == estimates.NO_PAIRS
    assert drift(np.zeros(0, int), np.zeros(0, int), np.zeros(0)).slope.reason == estimates.TOO_FEW
    assert mean_of(np.array([4.0])).reason == estimates.TOO_FEW
    assert pearson([1, 1, 1], [1, 2, 3]).reason == estimates.NO_VARIANCE
    assert pearson([1, 2, 3, 4], [2, 4, 6, 8]).reason == estimates.PERFECT
    assert (proportions.wilson(0, 0), proportions.difference(0, 0, 1, 2).value) == ((0.0, 1.0), None)
    assert proportions.paired_difference(0, 0, 0).value is None
    assert proportions.mcnemar(0, 0) == 1.0


def test_the_paired_difference() -> None:
    """Agresti & Min's interval by hand: b = 30, c = 5, n = 100 → (25 ± 1.96·√(36 − 25²/102))/102."""
    found = proportions.paired_difference(30, 5, 100)
    half = 1.959963984540054 * math.sqrt(36 - 25**2 / 102) / 102
    assert found.value == pytest.approx(0.25)
    assert [found.low, found.high] == pytest.approx([25 / 102 - half, 25 / 102 + half])
