import math

import pytest

from bole.measurement.norms.changes import change, crossings, spearman
from bole.measurement.reliability import estimates


def test_how_far_scores_moved() -> None:
    found = change([50, 60, 70, None, 40], [52, 58, 76, 10, None])
    assert (found.n, found.lost, found.gained) == (3, 1, 1)
    assert found.mean.value == pytest.approx(2.0)
    assert found.sd == pytest.approx(4.0)  # +2, −2, +6
    assert found.largest == 6.0
    assert found.order.value == 1.0


def test_nothing_moved() -> None:
    found = change([50, 60], [50, 60])
    assert (found.mean.value, found.sd, found.largest) == (0.0, 0.0, 0.0)
    assert change([], []).mean.reason == estimates.TOO_FEW
    assert change([], []).largest is None


def test_spearman_with_ties_by_hand() -> None:
    """Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: ρ = 4.5/√(4.5 · 5)."""
    assert spearman([10, 20, 20, 30], [1, 2, 3, 4]).value == pytest.approx(4.5 / math.sqrt(4.5 * 5))
    assert spearman([1, 2, 3], [3, 2, 1]).value == -1.0
    assert spearman([1, 1, 1], [3, 2, 1]).reason == estimates.NO_VARIANCE
    found = spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])
    assert found.low is not None
    assert found.high is not None
    assert -1 < found.low < 0.8 < found.high < 1


def test_who_crosses_the_mark() -> None:
    before = {"a": 74.9, "b": 75.0, "c": 80.0, "d": None, "e": 90.0}
    after = {"a": 75.0, "b": 74.9, "c": 81.0, "d": 99.0, "e": None}
    found = crossings(before, after, dict.fromkeys(before, 75.0))
    assert (found.up, found.down, found.n) == (("a",), ("b",), 3)
