import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bole.hiring.requisitions import rules
from bole.kernel.errors import InvalidError

TELLER = {
    "service": Decimal(35),
    "patience": Decimal(30),
    "knowledge": Decimal(25),
    "communication": Decimal(10),
}


@st.composite
def portraits(draw: st.DrawFn) -> dict[str, Decimal]:
    """Two to eight weights in tenths that add up to 100."""
    n = draw(st.integers(2, 8))
    cuts = sorted(draw(st.lists(st.integers(1, 999), min_size=n - 1, max_size=n - 1, unique=True)))
    edges = [0, *cuts, 1000]
    return {f"c{i}": Decimal(b - a) / 10 for i, (a, b) in enumerate(itertools.pairwise(edges))}


def test_a_dimension_of_thirty_leaves_the_others_seven_tenths() -> None:
    weights = rules.with_dimension(TELLER, "scene", Decimal(30))
    assert weights == {
        "service": Decimal("24.5"),
        "patience": Decimal("21.0"),
        "knowledge": Decimal("17.5"),
        "communication": Decimal("7.0"),
        "scene": Decimal(30),
    }


@given(portraits(), st.integers(10, 500))
def test_adding_a_dimension_always_leaves_100(weights: dict[str, Decimal], tenths: int) -> None:
    share = Decimal(tenths) / 10
    after = rules.with_dimension(weights, "new", share)
    assert sum(after.values()) == 100
    assert after["new"] == share
    for key, weight in weights.items():
        assert abs(after[key] - weight * (100 - share) / 100) <= Decimal("0.05") * len(weights)


@pytest.mark.parametrize(
    "weights",
    [
        {},
        {"a": Decimal(99)},
        {"a": Decimal(60), "b": Decimal("40.1")},
        {"a": Decimal(110), "b": Decimal(-10)},
        {"a": Decimal("33.33"), "b": Decimal("66.67")},
    ],
)
def test_weights_that_are_not_100_are_refused(weights: dict[str, Decimal]) -> None:
    with pytest.raises(InvalidError):
        rules.check_weights(weights)


def test_a_portrait_needs_a_label_for_every_competency() -> None:
    with pytest.raises(InvalidError, match="label"):
        rules.portrait_body(key="k", version=1, pass_mark=Decimal(60), weights=TELLER, labels={})


def test_the_fingerprint_does_not_depend_on_the_order_of_keys() -> None:
    labels = {key: {"zh": key, "en": key} for key in TELLER}
    one = rules.portrait_body(key="k", version=1, pass_mark=Decimal(60), weights=TELLER, labels=labels)
    two = dict(reversed(list(one.items())))
    assert rules.fingerprint(one) == rules.fingerprint(two)
    assert rules.fingerprint(one) != rules.fingerprint({**one, "version": 2})
