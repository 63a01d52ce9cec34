from decimal import Decimal

import pytest

from bole.kernel.errors import InvalidError
from bole.measurement.norms.scale import Points, shown, stored, view


@pytest.mark.parametrize("points", [100, 10, 5])
def test_every_stored_score_goes_to_a_view_and_back(points: Points) -> None:
    seen = set()
    for tenth in range(1001):
        score = Decimal(tenth) / 10
        there = view(score, points)
        assert there == score * points / 100
        assert stored(there, points) == score
        seen.add(there)
    assert len(seen) == 1001  # no two scores look alike


def test_the_numbers_of_the_specification() -> None:
    assert str(view(Decimal("92.0"), 10)) == "9.20"
    assert str(shown(Decimal("92.0"), 10)) == "9.2"
    assert str(view(Decimal("85.0"), 5)) == "4.250"
    assert str(shown(Decimal("85.5"), 5, 2)) == "4.28"


@pytest.mark.parametrize("value", ["-0.1", "100.1", "55.55", "NaN", "Infinity"])
def test_only_stored_scores_have_views(value: str) -> None:
    with pytest.raises(InvalidError):
        view(Decimal(value), 10)


def test_a_value_between_two_scores_is_refused() -> None:
    with pytest.raises(InvalidError):
        stored(Decimal("9.205"), 10)
