"""Weeks, lights, reminders, the law, plan rules and figures: pure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bole.kernel.errors import BoleError, ConflictError, InvalidError
from bole.kernel.labour_law import LabourLawError, probation_ends_on
from bole.workforce.performance.rules import ending, planning, reporting, retention, states, weeks, wishing

FIRST, LAST = date(2026, 12, 1), date(2027, 2, 28)
DATES = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@given(DATES, st.integers(0, 200), st.integers(-20, 240))
def test_weeks_cover_every_day_once_and_find_themselves(first: date, length: int, day: int) -> None:
    last = first + timedelta(days=length)
    every = weeks.weeks(first, last)
    assert [one.number for one in every] == list(range(1, len(every) + 1))
    assert sum((one.last - one.first).days + 1 for one in every) == length + 1
    asked = first + timedelta(days=day)
    mine = [one for one in every if one.first <= asked <= one.last]
    assert weeks.week_on(asked, first, last) == (mine[0] if mine else None)


@pytest.mark.parametrize(
    ("today", "shares", "tone"),
    [
        (FIRST + timedelta(days=7), {}, "new"),  # one whole day of grace
        (FIRST + timedelta(days=8), {}, "slow"),
        (FIRST + timedelta(days=15), {}, "late"),
        (FIRST + timedelta(days=9), {1: 0.8}, "good"),
        (FIRST + timedelta(days=9), {1: 0.79}, "slow"),
        (FIRST + timedelta(days=9), {1: 0.49}, "late"),
        (FIRST + timedelta(days=9), {1: None}, "good"),
    ],
)
def test_the_light_rests_on_missing_reports_and_targets(
    today: date, shares: dict[int, float | None], tone: str
) -> None:
    assert weeks.standing(weeks.weeks(FIRST, LAST), shares, shares.keys(), today).tone == tone


def test_a_share_counts_each_task_at_most_once_and_none_is_not_zero() -> None:
    assert weeks.share({"a": 4, "b": 2}, {"a": 8, "b": 1}) == 0.75
    assert weeks.share({"a": 4}, {}) == 0
    assert weeks.share({}, {"a": 3}) is None


@given(DATES, st.sampled_from([1, 2, 3, 6]))
def test_reminders_come_in_order_before_the_end_and_the_last_week_is_never_left_out(
    first: date, months: int
) -> None:
    last = probation_ends_on(first, months)
    assert last is not None
    found = states.reminders(first, last)
    days = [day for day, _ in found]
    assert days == sorted(days)
    assert {7, 3, 1} <= {step.days for _, step in found}
    assert all(first <= day < last for day in days)
    assert (30 in {step.days for _, step in found}) == (months > 2 or (last - first).days > 60)
    assert states.next_reminder(first, last, last) is None


def test_a_sweep_that_slept_tells_the_nearest_step_once() -> None:
    found = states.reminders(FIRST, LAST)
    late = LAST - timedelta(days=5)
    step = states.step_due(found, [30], late)
    assert step is not None
    assert step.days == 7
    assert states.step_due(found, [30, 7], late) is None
    assert states.step_due(found, [], FIRST) is None


@given(DATES, st.one_of(st.none(), st.integers(3, 120)), st.integers(1, 6), st.integers(0, 9))
def test_an_extension_never_leaves_the_law(first: date, contract: int | None, now: int, then: int) -> None:
    last = probation_ends_on(first, now)
    assert last is not None
    asked = states.Extension(first, last, then, contract, extended_before=False)
    limit = 6 if contract is None or contract >= 36 else 2 if contract >= 12 else 1
    if now < then <= limit:
        assert states.check_extension(asked, last) == probation_ends_on(first, then)
        assert then in states.possible_lengths(first, last, contract)
        return
    with pytest.raises(LabourLawError if then > limit else BoleError):
        states.check_extension(asked, last)


def test_nothing_becomes_anything_after_its_end_and_a_second_extension_is_a_second_probation() -> None:
    for state in states.OVER:
        for to in states.STEPS:
            with pytest.raises(ConflictError):
                states.move(state, to)
    asked = states.Extension(FIRST, LAST, 4, None, extended_before=True)
    with pytest.raises(LabourLawError) as caught:
        states.check_extension(asked, FIRST)
    assert (caught.value.code, caught.value.article) == ("probation_only_once", 19)
    with pytest.raises(LabourLawError):
        states.check_new(months=1, contract_months=36, had_before=True)
    with pytest.raises(ConflictError):
        states.check_extension(states.Extension(FIRST, LAST, 4, None, False), LAST + timedelta(days=1))


def test_an_ending_names_what_is_missing() -> None:
    paper = ending.Paper("standard", {"zh": "x", "en": "x"}, made=False)
    made = ending.Paper("union", {"zh": "x", "en": "x"}, made=True)
    reason = ending.Reason("r", "§40 (2)", {}, {}, (paper, made), notice_days=30, pay=True)
    asked = ending.Ending(
        reason, "这里写满二十个字以上的理由，说清楚为什么。", {"standard"}, FIRST + timedelta(days=30)
    )
    ending.check(asked, today=FIRST, ends_on=LAST)
    for change, code in (
        ({"words": "短"}, "reason_too_short"),
        ({"papers": set()}, "papers_missing"),
        ({"last_day": FIRST + timedelta(days=29)}, "notice_too_short"),
        ({"last_day": FIRST - timedelta(days=1)}, "last_day_past"),
    ):
        fields = {name: getattr(asked, name) for name in ("reason", "words", "papers", "last_day")} | change
        with pytest.raises(InvalidError) as caught:
            ending.check(ending.Ending(**fields), today=FIRST, ends_on=LAST)
        assert caught.value.code == code


RULES = (
    planning.Rule("high", "learning", "high", 80, "fintech", {}),
    planning.Rule("low", "service", "low", 60, "talk", {}),
)


@pytest.mark.parametrize(
    ("key", "score", "band", "fires", "uncertain"),
    [
        ("learning", 90, (84, 96), True, False),
        ("learning", 82, (76, 88), True, True),
        ("learning", 80, (80, 88), True, False),
        ("learning", 79.9, (74, 86), False, False),
        ("learning", 90, None, True, True),
        ("service", 45, (40, 50), True, False),
        ("service", 58, (50, 66), True, True),
        ("service", 61, (50, 66), False, False),
        ("other", 0, None, False, False),
    ],
)
def test_a_rule_says_when_its_mark_lies_within_the_error(
    key: str, score: float, band: tuple[float, float] | None, fires: bool, uncertain: bool
) -> None:
    evidence = [
        {"kind": "quote", "quote": "多", "points": 9, "question_key": "q1"},
        {"kind": "quote", "quote": "少", "points": 1, "question_key": "q2"},
        {"kind": "signal", "points": 99},
    ]
    found = planning.fire(RULES, {key: planning.Measured(score, band, evidence)})
    assert [one.uncertain for one in found] == ([uncertain] if fires else [])
    if fires:
        assert found[0].quote == ("多" if key == "learning" else "少")


def test_a_report_is_read_with_its_gaps_and_people_before_the_machine() -> None:
    body = {
        "competencies": [
            {"competency": "a", "score": 70, "band": [60, 80], "evidence": []},
            {"competency": "b", "score": None, "band": None, "evidence": []},
            {"competency": "c", "score": 50, "sem": 5, "evidence": []},
        ]
    }
    found = planning.read(body, {"b": 88.0})
    assert found["a"].band == (60, 80)
    assert (found["b"].score, found["b"].band, found["b"].person) == (88.0, None, True)
    assert found["c"].band == pytest.approx((40.2, 59.8), abs=0.01)


def test_retention_has_its_interval_and_no_rate_of_few() -> None:
    few = retention.Rate(29, 29)
    assert (few.share, few.interval) == (None, None)
    rate = retention.Rate(81, 263)  # Newcombe 1998, statistic in medicine 17:857, table I
    assert rate.interval == pytest.approx((0.2553, 0.3662), abs=5e-5)
    found = retention.change(retention.Rate(48, 80), retention.Rate(56, 70))
    assert found is not None  # Newcombe 1998, 17:873, table II (a): 56/70 − 48/80
    assert found.by == pytest.approx(0.2)
    assert found.interval == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert found.told
    assert retention.change(few, rate) is None


@given(st.text("0123456789.,-+eE ３八nafi", max_size=12))
def test_a_figure_is_a_number_or_refused(text: str) -> None:
    try:
        found = reporting.number_of(text)
    except ValueError:
        return
    assert found is None or 0 <= found <= reporting.MOST


def test_figures_as_people_type_them() -> None:
    assert [reporting.number_of(one) for one in ("３", " 1,200 ", "2.50", "", "0")] == [3, 1200, 2.5, None, 0]
    for bad in ("nan", "-1", "inf", "八", "1e9"):
        with pytest.raises(ValueError, match=r"number|range"):
            reporting.number_of(bad)


def test_wishes_are_put_in_order_with_their_reasons_and_nothing_else() -> None:
    answers = [wishing.Answer("out", "a", 5), wishing.Answer("out", "b", 2), wishing.Answer("desk", "c", 4)]
    found = wishing.suggest(answers, {"out": ("visits",), "desk": (), "none": ()}, {"visits": 0.5})
    assert [(one.kind, one.liked, one.reached) for one in found] == [
        ("desk", ("c",), None),
        ("out", ("a",), 0.5),
    ]
    assert wishing.suggest([wishing.Answer("out", "a", 3)], {"out": ()}, {}) == []
