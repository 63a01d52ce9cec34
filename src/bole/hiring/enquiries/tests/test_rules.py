"""What may be asked, and when an answer is due."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bole.hiring.enquiries import rules
from bole.kernel.errors import ConflictError, InvalidError

WEEKDAY = {"minutes": 480, "opens": time(9), "closes": time(18), "works": lambda day: day.weekday() < 5}


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-20 09:00", "2026-11-20 17:00"),  # a Friday from the first minute
        ("2026-11-20 16:00", "2026-11-23 15:00"),  # two hours on Friday, six on Monday
        ("2026-11-20 20:30", "2026-11-23 17:00"),  # after hours
        ("2026-11-21 03:00", "2026-11-23 17:00"),  # at night before a weekend
        ("2026-11-20 10:00", "2026-11-20 18:00"),  # to the last minute of the day
        ("2026-11-20 10:01", "2026-11-23 09:01"),
    ],
)
def test_an_answer_is_due_after_eight_hours_of_office_time(asked: str, due: str) -> None:
    start = datetime.fromisoformat(asked).replace(tzinfo=UTC)
    assert rules.due(start, **WEEKDAY) == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_holidays_in_between_do_not_count_and_a_bank_that_never_works_does_not_hang() -> None:
    start = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    works = lambda day: day not in {date(2026, 11, 23), date(2026, 11, 24)} and day.weekday() < 5  # noqa: E731
    assert rules.due(start, **{**WEEKDAY, "works": works}) == datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
    never = rules.due(start, **{**WEEKDAY, "works": lambda _day: False})
    assert never == start + timedelta(hours=8)


def test_a_question_is_cleaned_but_its_markup_stays_text() -> None:
    assert rules.clean("  <b>要带\u202e什么\x00</b>\r\n\n  材料  ") == "<b>要带什么</b>\n材料"
    for text, code in (("", "question_empty"), ("\u200b?", "question_empty"), ("问" * 501, "question_long")):
        with pytest.raises(InvalidError) as refused:
            rules.clean(text)
        assert refused.value.code == code


def test_a_person_may_ask_often_and_a_program_may_not() -> None:
    now = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    four = [now - timedelta(minutes=10 * n) for n in range(4)]
    rules.check_rate(four, now)
    fifteen = [now - timedelta(hours=1, minutes=80 * n) for n in range(15)]
    for asked in ([*four, now], fifteen):
        with pytest.raises(ConflictError) as refused:
            rules.check_rate(asked, now)
        assert refused.value.code == "too_many_questions"
    rules.check_rate([at - timedelta(days=1) for at in fifteen], now)


def test_steps_lead_to_an_answer_and_never_back_from_the_end() -> None:
    assert rules.move("asked", "waiting") == "waiting"
    assert rules.move("answered", "waiting") == "waiting"
    for state, to in (("waiting", "suggested"), ("closed", "waiting"), ("answered", "answered")):
        with pytest.raises(ConflictError):
            rules.move(state, to)
