"""Slots and hours against a slow and simple reckoning; steps and limits."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bole.hiring.scheduling.rules import hours, slots, steps
from bole.hiring.scheduling.rules.hours import Special
from bole.hiring.scheduling.rules.spans import Span, clashes, inside, meeting, merged, without
from bole.kernel.errors import ConflictError, InvalidError

DAY = datetime(2026, 11, 23, tzinfo=UTC)  # a Monday
ZONE = "Asia/Shanghai"
TICK = timedelta(minutes=15)


def at(ticks: int) -> datetime:
    return DAY + ticks * TICK


def ticks(spans: list[Span]) -> set[int]:
    """Every quarter of an hour that lies in the spans."""
    return {n for n in range(100) for one in spans if one.start <= at(n) < one.end}


span = st.builds(lambda a, n: Span(at(a), at(a + n)), st.integers(0, 80), st.integers(0, 16))
spans = st.lists(span, max_size=6)


@given(spans, spans)
def test_spans_are_sets_of_moments(left: list[Span], right: list[Span]) -> None:
    assert ticks(merged(left)) == ticks(left)
    assert ticks(meeting(left, right)) == ticks(left) & ticks(right)
    assert ticks(without(left, right)) == ticks(left) - ticks(right)
    for found in (merged(left), meeting(left, right), without(left, right)):
        assert all(a.end < b.start for a, b in pairwise(found))
        assert all(one.start < one.end for one in found)


@given(
    people=st.lists(spans, min_size=1, max_size=3),
    taken=spans,
    rooms=st.dictionaries(st.sampled_from("abc"), spans, max_size=3),
    length=st.integers(1, 6),
    since=st.integers(0, 60),
)
@example(people=[[Span(at(0), at(8))]], taken=[Span(at(2), at(4))], rooms={"a": []}, length=2, since=0)
def test_a_slot_is_offered_if_and_only_if_everybody_is_free_and_a_room_is(
    people: list[list[Span]], taken: list[Span], rooms: dict[str, list[Span]], length: int, since: int
) -> None:
    found = slots.free_slots(
        people=[merged(one) for one in people],
        taken=merged(taken),
        places=rooms,
        length=length * TICK,
        not_before=at(since),
        zone=ZONE,
        step=2 * TICK,
    )
    expected = {}
    for n in range(since, 100):
        wanted = set(range(n, n + length))
        if n % 2 or any(not wanted <= ticks(one) for one in people) or wanted & ticks(taken):
            continue
        free = tuple(key for key, busy in rooms.items() if not wanted & ticks(busy))
        if free:
            expected[at(n)] = free
    assert {one.span.start: one.places for one in found} == expected
    assert all(one.span.end - one.span.start == length * TICK for one in found)


def test_the_grid_is_wall_time_of_the_bank() -> None:
    night = [Span(datetime(2026, 11, 23, 3, 10, tzinfo=UTC), datetime(2026, 11, 23, 6, 0, tzinfo=UTC))]
    given_ = {"people": [night], "taken": [], "places": None, "length": timedelta(hours=1)}
    plain = slots.free_slots(**given_, not_before=DAY, zone=ZONE)
    nepal = slots.free_slots(**given_, not_before=DAY, zone="Asia/Kathmandu")  # 5 h 45 min before UTC
    assert [f"{one.span.start:%H:%M}" for one in plain] == ["03:30", "04:00", "04:30", "05:00"]
    assert [f"{one.span.start:%H:%M}" for one in nepal] == ["03:15", "03:45", "04:15", "04:45"]


@given(st.lists(st.integers(0, 300), unique=True, max_size=60), st.integers(1, 8), st.integers(1, 3))
def test_a_spread_choice_is_small_in_order_and_part_of_what_there_is(
    starts: list[int], count: int, per_day: int
) -> None:
    free = [
        slots.Slot(Span(DAY + n * timedelta(hours=1), DAY + (n + 1) * timedelta(hours=1)))
        for n in sorted(starts)
    ]
    found = slots.spread(free, zone=ZONE, count=count, per_day=per_day)
    days = [one.span.start.astimezone(ZoneInfo(ZONE)).date() for one in found]
    everywhere = {one.span.start.astimezone(ZoneInfo(ZONE)).date() for one in free}
    assert [one for one in free if one in found] == found
    assert len(found) <= count
    assert all(days.count(day) <= per_day for day in days)
    assert len(set(days)) == min(len(everywhere), -(-len(found) // per_day) if found else 0) or len(
        found
    ) == min(count, sum(min(per_day, sum(d == day for d in _days(free))) for day in everywhere))


def _days(free: list[slots.Slot[str]]) -> list[date]:
    return [one.span.start.astimezone(ZoneInfo(ZONE)).date() for one in free]


OFFICE = hours.office(time(9), time(18))
CASES = [
    # day, works, specials → wall times at hand
    (date(2026, 11, 23), True, [], ["09:00-12:00", "13:30-18:00"]),
    (date(2026, 11, 28), False, [], []),  # a Saturday
    (date(2026, 11, 28), True, [], ["09:00-12:00", "13:30-18:00"]),  # worked instead of another day
    (date(2026, 11, 23), False, [], []),  # a holiday
    (date(2026, 11, 23), True, [(time(0), time(23, 59), False)], []),
    (date(2026, 11, 23), True, [(time(10), time(11), False)], ["09:00-10:00", "11:00-12:00", "13:30-18:00"]),
    (date(2026, 11, 28), False, [(time(10), time(12), True)], ["10:00-12:00"]),
    (date(2026, 11, 23), True, [(time(18), time(20), True), (time(9), time(18), False)], ["18:00-20:00"]),
]


@pytest.mark.parametrize(("day", "works", "said", "expected"), CASES)
def test_when_somebody_is_at_hand(
    day: date, works: bool, said: list[tuple[time, time, bool]], expected: list[str]
) -> None:
    specials = [Special(day, begins, ends, free) for begins, ends, free in said]
    found = hours.at_hand(OFFICE, specials, first=day, last=day, works=lambda _: works, zone=ZONE)
    wall = [
        f"{one.start.astimezone(ZoneInfo(ZONE)):%H:%M}-{one.end.astimezone(ZoneInfo(ZONE)):%H:%M}"
        for one in found
    ]
    assert wall == expected
    assert {(one.start.astimezone(ZoneInfo(ZONE)).date()) for one in found} <= {day}


def test_a_week_with_a_saturday_of_its_own_keeps_it_when_saturday_is_worked() -> None:
    week = {**OFFICE, 5: [(time(9), time(10))]}
    day = date(2026, 11, 28)
    found = hours.at_hand(week, [], first=day, last=day, works=lambda _: True, zone=ZONE)
    assert [one.end - one.start for one in found] == [timedelta(hours=1)]


@pytest.mark.parametrize(
    "raw",
    [
        {"0": [["09:00", "08:00"]]},
        {"0": [["09:00", "12:00"], ["11:00", "13:00"]]},
        {"7": [["09:00", "12:00"]]},
        {"monday": [["09:00", "12:00"]]},
        {"0": [["9 o'clock", "12:00"]]},
        {"0": [["09:00"]]},
        {"0": "09:00"},
        {"0": [["00:00", "01:00"]] * 5},
        {"0": None},
    ],
)
def test_hours_that_cannot_be_are_refused_by_day(raw: dict[str, object]) -> None:
    with pytest.raises(InvalidError) as refused:
        hours.check_week(raw)
    assert set(refused.value.fields) == set(raw)


def test_a_week_reads_back_as_it_was_written() -> None:
    assert hours.check_week(hours.as_json(OFFICE)) == OFFICE


NOW = DAY
MOVES = [
    # by the candidate, moves so far, hours left → the code, or none
    (True, 0, 48, ""),
    (True, 1, 12, ""),
    (True, 2, 48, "moved_too_often"),
    (True, 0, 11, "moved_too_late"),
    (False, 4, 1, ""),
    (False, 5, 48, "moved_too_often"),
    (False, 0, 0.5, "moved_too_late"),
]


@pytest.mark.parametrize(("by_candidate", "moves", "left", "code"), MOVES)
def test_how_often_and_how_late_something_moves(
    by_candidate: bool, moves: int, left: float, code: str
) -> None:
    facts = {
        "by_candidate": by_candidate,
        "moves": moves,
        "starts_at": NOW + timedelta(hours=left),
        "now": NOW,
    }
    assert steps.may_move(**facts) is (not code)
    if code:
        with pytest.raises(ConflictError) as refused:
            steps.check_move(**facts)
        assert refused.value.code == code


def test_reminders_come_a_day_and_an_hour_before_and_never_late() -> None:
    start = NOW + timedelta(hours=30)
    assert dict(steps.reminders(start, NOW)) == {
        "day": start - timedelta(hours=24),
        "hour": start - timedelta(hours=1),
    }
    assert [key for key, _ in steps.reminders(NOW + timedelta(hours=5), NOW)] == ["hour"]
    assert list(steps.reminders(NOW + timedelta(minutes=59), NOW)) == []


def test_every_state_but_the_last_can_be_cancelled_and_nothing_follows_that() -> None:
    assert all("cancelled" in after for state, after in steps.STEPS.items() if state != "cancelled")
    for state in steps.STEPS:
        with pytest.raises(ConflictError):
            steps.move("cancelled", state)
    with pytest.raises(ConflictError):
        steps.move("planned", "confirmed")
    with pytest.raises(InvalidError):
        steps.check_length(14)
    with pytest.raises(InvalidError):
        steps.check_reason("interviewer_away", by_candidate=True)


def test_who_did_not_come_is_marked_after_ten_minutes_and_within_days() -> None:
    for after, code in ((timedelta(minutes=9), "too_early"), (timedelta(days=4), "too_late")):
        with pytest.raises(ConflictError) as refused:
            steps.check_missed(NOW, NOW + after)
        assert refused.value.code == code
        assert not steps.may_mark(NOW, NOW + after)
    steps.check_missed(NOW, NOW + timedelta(minutes=10))


def test_lying_inside_and_clashing() -> None:
    whole = [Span(at(0), at(8))]
    assert inside(Span(at(0), at(8)), whole)
    assert not inside(Span(at(0), at(9)), whole)
    assert clashes(Span(at(7), at(9)), whole)
    assert not clashes(Span(at(8), at(9)), whole)
