"""Branch variants as arithmetic: the sum, the bounds, the exact difference."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bole.hiring.requisitions import rules, varying
from bole.hiring.requisitions.varying import Added, Bounds
from bole.kernel.errors import InvalidError

LABEL = {"zh": "普通话水平", "en": "Standard Mandarin"}
WHY = "柜面客户多为外地来客"
TELLER = {"service": Decimal(35), "patience": Decimal(30), "knowledge": Decimal(25), "talk": Decimal(10)}


@st.composite
def portraits(draw: st.DrawFn) -> dict[str, Decimal]:
    n = draw(st.integers(2, 8))
    cuts = sorted(draw(st.lists(st.integers(1, 999), min_size=n - 1, max_size=n - 1, unique=True)))
    return {f"c{i}": Decimal(b - a) / 10 for i, (a, b) in enumerate(itertools.pairwise([0, *cuts, 1000]))}


@st.composite
def variations(draw: st.DrawFn) -> tuple[dict[str, Decimal], dict[str, Decimal], list[Added]]:
    """A portrait, moves between pairs of its weights (any size), and up to three dimensions of any share."""
    base = draw(portraits())
    shifts = dict.fromkeys(base, Decimal(0))
    for _ in range(draw(st.integers(0, 3))):
        giver, taker = draw(st.permutations(sorted(base)))[:2]
        points = Decimal(draw(st.integers(1, 90))) / 10
        shifts[giver] -= points
        shifts[taker] += points
    shares = draw(st.lists(st.integers(1, 200), max_size=3))
    added = [Added(f"new{i}", LABEL, Decimal(tenths) / 10, WHY) for i, tenths in enumerate(shares)]
    return base, shifts, added


@given(variations(), st.integers(0, 100), st.integers(0, 500))
def test_whatever_is_asked_the_result_is_100_within_the_bounds_or_refused(
    asked: tuple[dict[str, Decimal], dict[str, Decimal], list[Added]], shift: int, cap: int
) -> None:
    base, shifts, added = asked
    bounds = Bounds(shift=Decimal(shift) / 10, cap=Decimal(cap) / 10)
    try:
        here = varying.varied(base, shifts=shifts, added=added, bounds=bounds)
    except InvalidError:
        too_far = any(abs(points) > bounds.shift for points in shifts.values())
        too_much = sum(one.share for one in added) > bounds.cap
        squeezed = any(base[key] + shifts[key] < Decimal("1.3") for key in base)
        assert too_far or too_much or squeezed, "refused without a reason"
        return
    assert sum(here.values()) == 100
    assert all(abs(points) <= bounds.shift for points in shifts.values())
    assert sum((here[one.key] for one in added), Decimal(0)) <= bounds.cap
    labels = dict.fromkeys(here, LABEL)
    lines = varying.delta(base, here, labels)
    for key, weight in here.items():
        line = next((one for one in lines if one["competency"] == key), None)
        difference = Decimal(str(line["difference"])) if line else Decimal(0)
        assert base.get(key, Decimal(0)) + difference == weight
    assert sum(Decimal(str(one["difference"])) for one in lines) == 0


@given(variations(), st.lists(st.integers(0, 1000), min_size=11, max_size=11))
def test_two_totals_of_the_same_answers_differ_by_the_lines_and_nothing_else(
    asked: tuple[dict[str, Decimal], dict[str, Decimal], list[Added]], tenths: list[int]
) -> None:
    base, shifts, added = asked
    wide = Bounds(shift=Decimal(100), cap=Decimal(90))
    try:
        here = varying.varied(base, shifts=shifts, added=added, bounds=wide)
    except InvalidError:
        assume(False)
    score = {key: Decimal(t) / 10 for key, t in zip(here, tenths, strict=False)}
    totals = [sum((w * score[k] for k, w in weights.items()), Decimal(0)) for weights in (base, here)]
    lines = varying.delta(base, here, dict.fromkeys(here, LABEL))
    explained = sum((Decimal(str(x["difference"])) * score[x["competency"]] for x in lines), Decimal(0))
    assert totals[1] - totals[0] == explained


@pytest.mark.parametrize(
    ("shifts", "added", "code"),
    [
        ({}, [Added("mandarin", LABEL, Decimal("15.1"), WHY)], "beyond_cap"),
        ({}, [Added("a", LABEL, Decimal(8), WHY), Added("b", LABEL, Decimal(8), WHY)], "beyond_cap"),
        ({}, [Added("mandarin", LABEL, Decimal(10), "要求")], "reason_missing"),
        ({}, [Added("talk", LABEL, Decimal(10), WHY)], "invalid"),
        ({}, [Added("a", LABEL, Decimal(5), WHY), Added("a", LABEL, Decimal(5), WHY)], "duplicate"),
        ({"service": Decimal("5.1"), "talk": Decimal("-5.1")}, [], "beyond_bound"),
        ({"service": Decimal(5)}, [], "shifts_not_zero"),
        ({"unheard": Decimal(1), "talk": Decimal(-1)}, [], "invalid"),
    ],
)
def test_each_bound_is_named(shifts: dict[str, Decimal], added: list[Added], code: str) -> None:
    with pytest.raises(InvalidError) as caught:
        varying.varied(TELLER, shifts=shifts, added=added, bounds=Bounds())
    assert caught.value.code == code


def test_ten_of_a_hundred_for_mandarin() -> None:
    added = [Added("mandarin", LABEL, Decimal(10), WHY)]
    here = varying.varied(TELLER, shifts={}, added=added, bounds=Bounds())
    assert here == {"service": Decimal("31.5"), "patience": Decimal(27), "knowledge": Decimal("22.5"),
                    "talk": Decimal(9), "mandarin": Decimal(10)}  # fmt: skip
    assert Bounds().allowing(Decimal(30)).cap == 30
    assert Bounds().allowing(Decimal(5)).cap == 15, "a grant widens, it does not narrow"
    with pytest.raises(InvalidError):
        rules.with_dimensions(TELLER, {"x": Decimal(60), "y": Decimal(40)})
