"""Who is drawn follows from the id alone; figures have a state and an interval."""

import random
from uuid import UUID

import pytest

from bole.hiring.calibration import rules

IDS = [UUID(int=random.Random(7).getrandbits(128) + n) for n in range(4000)]


@pytest.mark.parametrize("percent", [0, 1, 5, 20, 100])
def test_the_share_is_kept_and_a_higher_one_keeps_everybody(percent: int) -> None:
    drawn = {one for one in IDS if rules.drawn(one, percent)}
    spread = 4 * (percent * (100 - percent) / 1e4 / len(IDS)) ** 0.5
    assert abs(len(drawn) / len(IDS) - percent / 100) <= spread
    assert drawn == {one for one in IDS if rules.drawn(one, percent)}
    assert drawn <= {one for one in IDS if rules.drawn(one, min(100, percent + 5))}


def pairs(n: int, noise: float) -> list[rules.Pair]:
    source = random.Random(11)
    people = [25.0 * source.randint(0, 4) for _ in range(n)]
    return [(min(100.0, max(0.0, p + source.gauss(0, noise))), p) for p in people]


@pytest.mark.parametrize(
    ("n", "state"), [(0, "too_few"), (4, "too_few"), (5, "early"), (29, "early"), (30, "sure")]
)
def test_figures_say_how_far_they_can_be_trusted(n: int, state: str) -> None:
    found = rules.agreement(pairs(n, 8.0))
    assert (found.n, found.state) == (n, state)
    assert (found.icc.value is None) == (state == "too_few")
    if found.icc.low is not None and found.icc.value is not None and found.icc.high is not None:
        assert found.icc.low <= found.icc.value <= found.icc.high


def test_a_machine_that_agrees_is_called_better_than_one_that_guesses() -> None:
    close, wild = (
        rules.agreement(pairs(60, 4.0)),
        rules.agreement([(m, 50.0 - p % 50) for m, p in pairs(60, 40.0)]),
    )
    assert close.reading in {"good", "excellent"}
    assert wild.reading == "poor"
    severe = rules.agreement([(max(0.0, m - 30), p) for m, p in pairs(60, 4.0)])
    assert severe.difference is not None
    assert severe.difference < -15
    assert (severe.icc.value or 0) < (close.icc.value or 0)  # severity is error


def test_people_who_never_differ_give_no_figure() -> None:
    found = rules.agreement([(50.0, 50.0)] * 40)
    assert found.icc.value is None
    assert found.icc.reason == "no_variance"
    assert found.reading == ""


@pytest.mark.parametrize(("score", "level"), [(0, 1), (12.4, 1), (12.5, 2), (50, 3), (87.5, 5), (100, 5)])
def test_whole_levels(score: float, level: int) -> None:
    assert rules.level(score) == level
