"""Whatever the table: a number with its interval, or a named reason; never NaN, never a crash."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bole.kernel.errors import InvalidError
from bole.measurement.reliability import estimates, resampling
from bole.measurement.reliability.consistency import cronbach_alpha, standardised_alpha
from bole.measurement.reliability.estimates import Estimate
from bole.measurement.reliability.generalizability import decide, one_facet, two_facets
from bole.measurement.reliability.intraclass import Form, icc
from bole.measurement.reliability.kappa import cohen_kappa
from bole.measurement.reliability.krippendorff import krippendorff_alpha
from bole.measurement.reliability.limits import bland_altman

FORMS: tuple[Form, ...] = ("1,1", "1,k", "2,1", "2,k", "3,1", "3,k")
LEVEL = st.one_of(st.none(), st.just(math.nan), st.integers(1, 5), st.floats(-1e6, 1e6))
TABLES = st.tuples(st.integers(0, 7), st.integers(0, 4)).flatmap(
    lambda size: st.lists(
        st.lists(LEVEL, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)
FUNCTIONS: list[Callable[[Any], Estimate]] = [
    cronbach_alpha,
    standardised_alpha,
    krippendorff_alpha,
    lambda table: krippendorff_alpha(table, "nominal"),
    lambda table: krippendorff_alpha(table, "interval"),
    lambda table: decide(one_facet(table), 3).relative,
    lambda table: decide(one_facet(table), 3).absolute,
    lambda table: decide(two_facets([[row, row] for row in table]), 3, 2).absolute,
    *[lambda table, form=form: icc(table, form) for form in FORMS],
]


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(resampling.bootstrap.__kwdefaults__, "draws", 20)


def check(found: Estimate) -> None:
    numbers = [v for v in (found.value, found.low, found.high) if v is not None]
    assert all(math.isfinite(v) for v in numbers)
    assert (found.low is None) == (found.high is None)
    if found.low is not None and found.high is not None:
        assert found.low <= found.high + 1e-9
        assert found.value is not None
    assert bool(found.reason) == (found.low is None)
    assert found.value is None or found.value <= 1 + 1e-9


@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_any_table(table: list[list[float | None]]) -> None:
    for function in FUNCTIONS:
        check(function(table))
    columns = list(zip(*table, strict=True))
    if len(columns) >= 2:
        for weights in ("none", "linear", "quadratic"):
            check(cohen_kappa(columns[0], columns[1], weights=weights))
        limits = bland_altman(columns[0], columns[1])
        for part in (limits.bias, limits.lower, limits.upper):
            assert part.value is None or math.isfinite(part.value)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([], estimates.ONE_ITEM),
        ([[3]] * 5, estimates.ONE_ITEM),
        ([[3, 4]], estimates.TOO_FEW),
        ([[3, None], [4, None]], estimates.TOO_FEW),
        ([[3, 3, 3]] * 5, estimates.NO_VARIANCE),
        ([[1, 5], [2, 4], [3, 3]], estimates.NO_VARIANCE),  # the people's means are all 3
        ([[0.0, 0.0], [2e-309, 0.0]], estimates.NO_VARIANCE),
    ],
)
def test_why_there_is_no_alpha(table: Any, reason: str) -> None:
    assert cronbach_alpha(table).reason == reason
    assert cronbach_alpha(table).value is None
    assert icc(table, "3,k").reason == reason


def test_perfect_agreement_is_one_without_an_interval() -> None:
    table = [[1, 1], [3, 3], [5, 5], [2, 2]]
    for form in FORMS:
        assert icc(table, form) == Estimate(1.0, n=4, reason=estimates.PERFECT)
    assert cronbach_alpha(table).reason == estimates.PERFECT
    assert krippendorff_alpha(table).reason == estimates.PERFECT
    assert cohen_kappa([1, 3, 5, 2], [1, 3, 5, 2]).reason == estimates.PERFECT
    assert decide(one_facet(table), 2).absolute.reason == estimates.PERFECT


def test_a_severe_rater_lowers_agreement_but_not_consistency() -> None:
    table = [[1, 2], [2, 3], [4, 5], [3, 4]]
    assert icc(table, "3,1").value == 1.0
    found = icc(table, "2,1")
    assert found.value is not None
    assert found.value < 1
    assert found.high is not None


def test_one_category_and_gaps() -> None:
    assert cohen_kappa([3, 3, 3], [3, 3, 3]).reason == estimates.ONE_CATEGORY
    found = cohen_kappa([1, 2, 1, None, 2], [1, 2, 2, 1, math.inf], categories=[1, 2, 3])
    assert (found.n, found.dropped) == (3, 2)
    with pytest.raises(InvalidError):
        cohen_kappa([1, 2, 7], [1, 2, 2], categories=[1, 2, 3])


def test_gaps_are_counted() -> None:
    table = [[1, 2, 2], [2, None, 3], [4, 5, 5], [3, 3, math.nan], [2, 2, 4]]
    assert (icc(table).n, icc(table).dropped) == (3, 2)
    assert (cronbach_alpha(table).n, cronbach_alpha(table).dropped) == (3, 2)
    assert (krippendorff_alpha(table).n, krippendorff_alpha(table).dropped) == (5, 0)
    assert one_facet(table).dropped == 2


def test_nobody_rated_twice() -> None:
    assert krippendorff_alpha([[1, None], [None, 2]]).reason == estimates.NO_PAIRS
    assert krippendorff_alpha([]).reason == estimates.NO_PAIRS


def test_ragged_tables_are_refused() -> None:
    with pytest.raises(InvalidError):
        icc([[1, 2], [1]])
    with pytest.raises(InvalidError):
        cohen_kappa([1, 2], [1])
    with pytest.raises(InvalidError):
        two_facets([[[1, 2]], [[1, 2], [2, 3]]])


def test_the_same_table_gives_the_same_interval() -> None:
    table = [[1, 2, 2], [2, 2, 3], [4, 5, 5], [3, 3, 1], [2, 2, 4], [5, 4, 4]]
    assert krippendorff_alpha(table) == krippendorff_alpha(table)
    assert standardised_alpha(table) == standardised_alpha(table)
