"""Working days: official years to the day, other years provisional, the bank's own days before both."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bole.kernel import workdays
from bole.kernel.errors import InvalidError
from bole.kernel.workdays import Calendar, Special

FILE = Path(__file__).resolve().parents[4] / "library" / "calendars" / "cn.toml"


@pytest.fixture(scope="module")
def china() -> Calendar:
    return workdays.read(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("when", "working"),
    [
        ("2025-01-26", True),  # Sundays and Saturdays worked for the holidays
        ("2025-02-08", True),
        ("2025-04-27", True),
        ("2025-09-28", True),
        ("2025-10-11", True),
        ("2025-01-28", False),
        ("2025-02-04", False),
        ("2025-02-05", True),
        ("2025-06-02", False),
        ("2025-10-08", False),
        ("2025-10-09", True),
        ("2026-01-02", False),
        ("2026-01-04", True),
        ("2026-02-14", True),
        ("2026-02-23", False),
        ("2026-02-28", True),
        ("2026-05-09", True),
        ("2026-06-19", False),
        ("2026-09-20", True),
        ("2026-09-25", False),
        ("2026-10-10", True),
        ("2026-11-21", False),
        ("2026-11-23", True),
    ],
)
def test_official_years_to_the_day(china: Calendar, when: str, working: bool) -> None:
    found = china.day(date.fromisoformat(when))
    assert (found.working, found.provisional) == (working, False)


@pytest.mark.parametrize(("year", "worked"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_the_working_days_of_its_notice(china: Calendar, year: int, worked: int) -> None:
    days = [date(year, 1, 1) + timedelta(n) for n in range(366)]
    counted = sum(china.day(one).working for one in days if one.year == year)
    moved = sum(1 for one in china.work if one.year == year)
    weekdays_off = sum(1 for one in china.off if one.year == year and one.weekday() < 5)
    weekdays = sum(1 for one in days if one.year == year and one.weekday() < 5)
    assert counted == weekdays - weekdays_off + moved == worked


@pytest.mark.parametrize(
    ("when", "working"),
    [
        ("2027-02-05", False),  # New Year's Eve of the lunar year, a Friday
        ("2027-02-09", True),
        ("2031-01-22", False),
        ("2031-05-02", False),
        ("2031-10-03", False),
        ("2031-10-06", True),
        ("2048-10-01", False),  # beyond all tables: fixed-date holidays and weekends
        ("2048-10-04", False),
        ("2048-10-05", True),
    ],
)
def test_other_years_are_reckoned_and_say_so(china: Calendar, when: str, working: bool) -> None:
    found = china.day(date.fromisoformat(when))
    assert (found.working, found.provisional) == (working, True)


@pytest.mark.parametrize(
    ("start", "days", "due", "provisional"),
    [
        ("2026-11-20", 3, "2026-11-25", False),  # Friday
        ("2026-11-20", 0, "2026-11-20", False),
        ("2026-11-21", 0, "2026-11-23", False),
        ("2026-09-30", 1, "2026-10-08", False),
        ("2026-09-30", 3, "2026-10-10", False),  # the worked Saturday counts
        ("2025-09-26", 2, "2025-09-29", False),  # the worked Sunday counts
        ("2026-12-31", 1, "2027-01-04", True),
    ],
)
def test_so_many_working_days_ahead(
    china: Calendar, start: str, days: int, due: str, provisional: bool
) -> None:
    found = china.add(date.fromisoformat(start), days)
    assert (found.date.isoformat(), found.provisional) == (due, provisional)


def test_the_banks_own_days_go_first(china: Calendar) -> None:
    closed = {date(2026, 11, 23): Special(False, {"zh": "系统升级", "en": "system upgrade"})}
    assert china.add(date(2026, 11, 20), 1, closed).date == date(2026, 11, 24)
    opened = {date(2027, 1, 2): Special(True, {"zh": "年终决算", "en": "closing of the books"})}
    found = china.day(date(2027, 1, 2), opened)
    assert (found.working, found.provisional, found.own) == (True, False, True)


def test_each_further_day_lies_later(china: Calendar) -> None:
    for start in (date(2026, 2, 10), date(2027, 9, 28), date(2040, 2, 28)):
        found = [china.add(start, n).date for n in range(1, 60)]
        assert found == sorted(set(found))
        assert all(china.day(one).working for one in found)


@pytest.mark.parametrize("days", [-1, 401])
def test_numbers_nobody_means_are_refused(china: Calendar, days: int) -> None:
    with pytest.raises(InvalidError):
        china.add(date(2026, 1, 1), days)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('format = "bole.calendar/1"', 'format = "bole.calendar/9"'),
        ("to = 2026-10-07", "to = 2025-10-07"),
        ("2026-10-10]", "2026-10-01]"),
        ('"05-02"', '"05-32"'),
    ],
)
def test_a_damaged_file_is_refused(before: str, after: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(InvalidError):
        workdays.read(text.replace(before, after))
