"""The impact ratio against figures worked out by hand and published ones."""

import pytest

from bole.kernel.errors import InvalidError
from bole.measurement.fairness.impact import Group, fisher, impacts


def test_the_ratio_is_the_rate_over_the_highest_one() -> None:
    best, other = impacts([Group("a", 80, 48), Group("b", 40, 12)])
    assert (best.rate, best.ratio, best.below, best.p) == (0.6, 1.0, False, None)
    assert (other.rate, other.ratio, other.below) == (0.3, 0.5, True)
    assert other.low == pytest.approx(0.3014, abs=1e-4)  # exp(ln .5 ± 1.96·√(1/12−1/40+1/48−1/80))
    assert other.high == pytest.approx(0.8294, abs=1e-4)
    assert other.p is not None
    assert other.p < 0.01


@pytest.mark.parametrize(
    ("one", "other", "p"),
    [((10, 3), (10, 8), 0.06978), ((4, 3), (4, 1), 0.48571), ((8, 0), (8, 8), 0.000155)],
)
def test_fishers_test_as_printed_in_tables(one: tuple[int, int], other: tuple[int, int], p: float) -> None:
    assert fisher(Group("a", *one), Group("b", *other)) == pytest.approx(p, abs=1e-4)


def test_four_fifths_exactly_is_not_below_and_few_people_are_said() -> None:
    _, other = impacts([Group("a", 100, 50), Group("b", 20, 8)])
    assert (other.ratio, other.below, other.few) == (0.8, False, True)


def test_a_tiny_group_never_sets_the_rate_all_others_are_held_against() -> None:
    tiny, big, rest = impacts([Group("t", 1, 1), Group("b", 99, 50), Group("c", 100, 50)])
    assert (tiny.small, big.ratio) == (True, 1.0)
    assert rest.ratio == pytest.approx(0.99)


def test_nobody_selected_has_no_ratio() -> None:
    assert [i.ratio for i in impacts([Group("a", 9, 0), Group("b", 9, 0)])] == [None, None]
    none = impacts([Group("a", 90, 30), Group("b", 90, 0)])[1]
    assert (none.ratio, none.low, none.below) == (0.0, None, True)


@pytest.mark.parametrize(
    "groups",
    [
        [Group("a", 5, 6), Group("b", 5, 1)],
        [Group("a", 5, -1), Group("b", 5, 1)],
        [Group("a", 0, 0), Group("b", 5, 1)],
        [Group("a", 5, 1)],
        [Group("a", 5, 1), Group("a", 5, 1)],
    ],
)
def test_counts_that_cannot_be_are_refused(groups: list[Group]) -> None:
    with pytest.raises(InvalidError):
        impacts(groups)


def test_no_group_is_no_row() -> None:
    assert impacts([]) == []


def test_scores_have_a_ratio_of_their_own():
    """By hand: 45/75 = .60 and 9/36 = .25, so .25/.60; who is not counted by scores has none."""
    rows = impacts([Group("a", 80, 48, 75, 45), Group("b", 40, 12, 36, 9), Group("c", 40, 20)])
    assert [None if r.scoring is None else round(r.scoring, 4) for r in rows] == [0.6, 0.25, None]
    assert [None if r.scoring_ratio is None else round(r.scoring_ratio, 4) for r in rows] == [
        1.0,
        0.4167,
        None,
    ]
    for wrong in (Group("b", 40, 12, 36, 37), Group("b", 40, 12, 41, 3), Group("b", 40, 12, 36, None)):
        with pytest.raises(InvalidError):
            impacts([Group("a", 80, 48), wrong])
