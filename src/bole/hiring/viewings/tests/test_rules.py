"""One position for everybody, whatever is pressed in whichever order."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bole.hiring.viewings import rules
from bole.hiring.viewings.rules import Playback, command
from bole.kernel.errors import InvalidError

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
FIRST, SECOND = UUID(int=1), UUID(int=2)
STILL = Playback(FIRST, 10.0, playing=False, at=NOW)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


pressed = st.tuples(st.floats(0, 30), st.sampled_from(rules.VERBS), st.one_of(st.none(), st.floats(0, 600)))


@given(st.lists(pressed, max_size=12))
def test_the_position_is_the_sum_of_what_was_played(presses: list[tuple[float, str, float | None]]) -> None:
    """Against a player that is stepped from press to press."""
    state, at, where, plays = STILL, NOW, 10.0, False
    for wait, verb, position in presses:
        at += timedelta(seconds=wait)
        where += wait if plays else 0.0
        state = command(state, verb, now=at, position=position, answer_id=SECOND)
        if verb == "answer":
            where = position or 0.0
        elif verb == "seek" or (verb == "play") != plays:
            where = where if position is None else position
        plays = {"play": True, "pause": False}.get(verb, plays)
        assert state.now(at) == pytest.approx(where, abs=1e-3)
        assert state.playing is plays
    assert state.now(at + timedelta(seconds=5)) == pytest.approx(where + (5 if plays else 0), abs=1e-3)


def test_pressing_twice_is_pressing_once() -> None:
    once = command(STILL, "play", now=later(1))
    assert command(once, "play", now=later(3)) == once
    assert command(STILL, "pause", now=later(3)) == STILL


def test_a_clock_set_back_does_not_play_backwards() -> None:
    assert command(STILL, "play", now=NOW).now(later(-5)) == 10.0


@pytest.mark.parametrize(
    "more",
    [
        {"verb": "stop"},
        {"verb": "seek", "position": -1.0},
        {"verb": "seek", "position": float("nan")},
        {"verb": "seek", "position": float("inf")},
        {"verb": "answer"},
    ],
)
def test_what_is_no_control_is_refused(more: dict[str, object]) -> None:
    with pytest.raises(InvalidError):
        command(STILL, now=NOW, **more)  # type: ignore[arg-type]  # each case is wrong in its own way


def test_who_is_present_and_how_long_he_watched() -> None:
    assert rules.is_present(NOW, later(24))
    assert not rules.is_present(NOW, later(25))
    assert not rules.is_present(None, NOW)
    assert rules.watched(5.0, NOW, later(10), playing=True) == 15.0
    assert rules.watched(5.0, NOW, later(10), playing=False) == 5.0
    assert rules.watched(5.0, NOW, later(60), playing=True) == 5.0  # he was gone meanwhile
