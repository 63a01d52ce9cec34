from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bole.measurement.norms.percentile import place, rounded


def group(n: int, step: str = "0.1") -> dict[Decimal, int]:
    return {Decimal(step) * i: 1 for i in range(n)}


def test_below_thirty_there_is_nothing() -> None:
    assert place(group(29), Decimal(1), member=True) is None
    assert place(group(30), Decimal(1), member=True) is not None


def test_a_member_is_ranked_by_mid_rank() -> None:
    """Rank 2 of 30 is 6.7 %, shown as 5; at 200 people the share is exact."""
    found = place(group(30), Decimal("2.8"), member=True)
    assert found is not None
    assert (found.top, found.n) == (5.0, 30)
    found = place(group(250), Decimal("22.5"), member=True)  # 24 above
    assert found is not None
    assert found.top == 10.0


def test_ties_share_the_middle_of_their_ranks() -> None:
    counts = {Decimal(90): 10, Decimal(80): 21, Decimal(70): 169}
    found = place(counts, Decimal(80), member=True)  # ranks 11 … 31: 21 of 200
    assert found is not None
    assert found.top == 10.5


def test_who_is_no_member_joins_and_is_never_above_the_first() -> None:
    found = place(group(200), Decimal(99), member=False)
    assert found is not None
    assert found.top == pytest.approx(0.5)  # 1 of 201
    found = place(group(200), Decimal("-1") * 0, member=False)  # level with the last
    assert found is not None
    assert found.top == pytest.approx(round(100 * 200.5 / 201, 1))


def test_the_interval_is_jeffreys_of_the_others_above() -> None:
    """Beta(20.5, 180.5) for 20 of 200 above and nobody level: 6.4 to 14.7 %."""
    counts = {Decimal(90): 20, Decimal(50): 180}
    found = place(counts, Decimal(80), member=False)
    assert found is not None
    assert found.low == pytest.approx(6.4, abs=0.1)
    assert found.high == pytest.approx(14.7, abs=0.1)


@pytest.mark.parametrize(("above", "n", "top"), [(3, 40, 10.0), (56, 412, 13.8), (0, 100, 5.0)])
def test_percentiles_are_coarse_in_small_groups(above: int, n: int, top: float) -> None:
    counts = {Decimal(90): above, Decimal(80): 1, Decimal(10): n - above - 1}
    found = place({level: people for level, people in counts.items() if people}, Decimal(80), member=True)
    assert found is not None
    assert found.top == top


def test_rounding() -> None:
    assert rounded(1.0, 199) == 5.0
    assert rounded(8.0, 199) == 10.0
    assert rounded(8.04, 200) == 8.0


@given(
    st.dictionaries(st.integers(0, 1000).map(lambda v: Decimal(v) / 10), st.integers(1, 20), min_size=30),
    st.integers(0, 1000).map(lambda v: Decimal(v) / 10),
    st.booleans(),
)
def test_any_group(counts: dict[Decimal, int], total: Decimal, member: bool) -> None:
    found = place(counts, total, member=member)
    assert found is not None
    assert 0 < found.top <= 100
    assert 0 <= found.low <= found.high <= 100
    better = place(counts, total + Decimal("0.1"), member=False)
    mine = place(counts, total, member=False)
    assert better is not None
    assert mine is not None
    assert better.top <= mine.top  # more points never stand lower
