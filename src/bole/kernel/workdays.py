"""Working days: official notices where they are known, a provisional reckoning where they are not."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bole.kernel.errors import InvalidError

FORMAT = "bole.calendar/1"
FARTHEST = 400  # working days; a date beyond is somebody's mistake
Name = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Day:
    """One date: whether people work, why not (or why after all), and whether that is only reckoned."""

    date: date
    working: bool
    name: Name
    provisional: bool
    own: bool = False  # set by the bank


@dataclass(frozen=True, slots=True)
class Special:
    """A day the bank set itself; it goes before everything else and is never provisional."""

    working: bool
    name: Name


@dataclass(frozen=True, slots=True)
class Due:
    """A date so many working days ahead. ``provisional``: a day on the way was only reckoned."""

    date: date
    provisional: bool


@dataclass(frozen=True)
class Calendar:
    """``off`` and ``work`` hold the dates of the ``known`` years; the rest serves all other years."""

    key: str
    off: Mapping[date, Name]
    work: frozenset[date]
    known: Mapping[int, str]  # year → the notice
    fixed: Mapping[tuple[int, int], Name] = field(default_factory=dict)
    festivals: Mapping[date, Name] = field(default_factory=dict)

    def day(self, when: date, special: Mapping[date, Special] | None = None) -> Day:
        """What kind of day it is; ``special``: the bank's own days."""
        own = (special or {}).get(when)
        if own is not None:
            return Day(when, own.working, own.name, provisional=False, own=True)
        weekend = when.weekday() >= 5
        if when.year in self.known:
            name = self.off.get(when, {})
            return Day(when, when in self.work or not (weekend or name), name, provisional=False)
        name = self.festivals.get(when) or self.fixed.get((when.month, when.day), {})
        return Day(when, not (weekend or name), name, provisional=True)

    def add(self, start: date, days: int, special: Mapping[date, Special] | None = None) -> Due:
        """The ``days``-th working day after ``start``; ``start`` itself does not count. With 0 days the next
        working day that is not before ``start``. InvalidError for a number outside 0–400.
        """
        if not 0 <= days <= FARTHEST:
            raise InvalidError(f"{days} working days", code="bad_days", fields={"days": "out_of_range"})
        when = start if days else start - timedelta(days=1)
        left, provisional = max(days, 1), False
        while left:
            when += timedelta(days=1)
            found = self.day(when, special)
            provisional = provisional or found.provisional
            left -= found.working
        return Due(when, provisional)


def read(text: str) -> Calendar:
    """A calendar from its TOML. InvalidError (``bad_calendar``) for anything that cannot be one."""
    try:
        return _calendar(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidError(f"not a calendar: {error}", code="bad_calendar") from error


def _calendar(table: Mapping[str, Any]) -> Calendar:
    if table["format"] != FORMAT:
        raise ValueError(f"the format is not {FORMAT}")
    years = {row["year"]: row for row in table["year"]}
    off = {day: name for row in years.values() for day, name in _spans(row["off"], row["year"])}
    work = frozenset(day for row in years.values() for day in row["work"])
    if wrong := sorted(day for day in work if day.year not in years or day in off):
        raise ValueError(f"worked days outside their year or off at once: {wrong}")
    festivals = {d: name for row in table["festival"] for d, name in _spans(row["days"], row["year"])}
    fixed = {_month_day(day): row["name"] for row in table["fixed"] for day in row["days"]}
    return Calendar(table["key"], off, work, {y: r["notice"] for y, r in years.items()}, fixed, festivals)


def _spans(rows: list[Mapping[str, Any]], year: int) -> Iterator[tuple[date, Name]]:
    for row in rows:
        count = (row["to"] - row["from"]).days + 1
        if count < 1 or {row["from"].year, row["to"].year} != {year}:
            raise ValueError(f"a span from {row['from']} to {row['to']} under {year}")
        for number in range(count):
            yield row["from"] + timedelta(days=number), row["name"]


def _month_day(text: str) -> tuple[int, int]:
    month, day = (int(part) for part in text.split("-"))
    date(2024, month, day)  # a leap year: 29 February may be named
    return month, day
