from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bole.hiring.assessment import rules
from bole.kernel.errors import InvalidError

WEIGHTS = {"service": 35.0, "patience": 30.0, "knowledge": 25.0, "communication": 10.0}
SCORES = st.one_of(st.none(), st.decimals(0, 100, places=1))


@given(st.fixed_dictionaries(dict.fromkeys(WEIGHTS, SCORES)))
def test_a_total_lies_between_its_scores_or_is_missing(scores: dict[str, Decimal | None]) -> None:
    total = rules.weighted_total(scores, WEIGHTS)
    present = {k: s for k, s in scores.items() if s is not None}
    missing = 100 - sum(WEIGHTS[k] for k in present)
    if missing > 25:
        assert total is None
    else:
        assert total is not None
        assert min(present.values()) - Decimal("0.1") <= total <= max(present.values()) + Decimal("0.1")


def test_a_total_by_hand() -> None:
    scores = {
        "service": Decimal(80),
        "patience": Decimal(60),
        "knowledge": None,
        "communication": Decimal(90),
    }
    assert rules.weighted_total(scores, WEIGHTS) == Decimal("73.3")  # (35·80 + 30·60 + 10·90) / 75


@pytest.mark.parametrize(("level", "score"), [("1", "0.0"), ("3", "50.0"), ("4.5", "87.5"), ("5", "100.0")])
def test_levels_become_scores(level: str, score: str) -> None:
    assert rules.score_of(Decimal(level)) == Decimal(score)


def test_a_card_is_whole_or_refused() -> None:
    whole = {"a": Decimal("3.5"), "b": None}
    assert rules.check_levels(whole, ["a", "b"]) == {"a": 3.5, "b": None}
    for wrong in (
        {"a": Decimal(3)},
        {**whole, "c": Decimal(1)},
        {**whole, "a": Decimal("3.3")},
        {**whole, "a": Decimal(6)},
    ):
        with pytest.raises(InvalidError):
            rules.check_levels(wrong, ["a", "b"])


@pytest.mark.parametrize(
    ("competency", "score", "reason", "field"),
    [
        ("x", "50", "long enough", "competency"),
        ("a", "101", "long enough", "score"),
        ("a", "50", "no", "reason"),
        ("a", "50.05", "long enough", "score"),
    ],
)
def test_an_override_without_substance_is_refused(
    competency: str, score: str, reason: str, field: str
) -> None:
    with pytest.raises(InvalidError) as caught:
        rules.check_override(competency, Decimal(score), reason, ["a"])
    assert field in caught.value.fields


HR = frozenset({"branch_hr"})


@pytest.mark.parametrize(
    ("roles", "reviewing", "locked", "hidden"),
    [
        ({"interviewer"}, False, False, True),
        ({"interviewer"}, True, False, True),
        ({"interviewer"}, True, True, False),
        ({"branch_hr"}, False, False, False),
        ({"branch_hr"}, True, False, True),
        ({"branch_hr"}, True, True, False),
        ({"branch_hr", "interviewer"}, False, False, False),
    ],
)
def test_who_sees_machine_scores(roles: set[str], reviewing: bool, locked: bool, hidden: bool) -> None:
    assert (
        rules.hides_scores(roles=frozenset(roles), locked=locked, reviewing=reviewing, hr_roles=HR) is hidden
    )


def test_the_night_comes_once_a_day() -> None:
    china = timezone(timedelta(hours=8))
    early, late = datetime(2026, 11, 20, 1, 0, tzinfo=china), datetime(2026, 11, 20, 2, 30, tzinfo=china)
    assert rules.next_night(early) == late
    assert rules.next_night(late) == late + timedelta(days=1)
