"""Months as a résumé prints them: ``YYYY-MM``, ``YYYY`` or nothing; what is certain and what is possible.

A month is an integer, ``12 * year + month - 1``. A stretch includes its first and its last month.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_PRINTED = re.compile(r"(\d{4})(?:-(\d{2}))?")

_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def month_of(day: date) -> int:
    """The month a day lies in."""
    return day.year * 12 + day.month - 1


def written(month: int) -> str:
    """``YYYY-MM``."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def said(printed: str, language: str) -> str:
    """A printed month or year («2024-09») as people say it: 「2024 年 9 月」 / “Sep 2024”; what is neither
    stays as it is."""
    match = _PRINTED.fullmatch(printed)
    if match is None or (match[2] is not None and not 1 <= int(match[2]) <= 12):
        return printed
    if language == "zh":
        return f"{match[1]} 年" + (f" {int(match[2])} 月" if match[2] else "")
    return f"{_NAMES[int(match[2]) - 1]} {match[1]}" if match[2] else match[1]


def bounds(printed: str | None) -> tuple[int, int] | None:
    """The first and the last month a printed date can mean; None where nothing (or nonsense) is printed."""
    match = _PRINTED.fullmatch(printed or "")
    if match is None:
        return None
    year = int(match[1]) * 12
    if match[2] is None:
        return year, year + 11
    month = int(match[2])
    return (year + month - 1, year + month - 1) if 1 <= month <= 12 else None


@dataclass(frozen=True, slots=True)
class Stretch:
    """``sure``: months it certainly covers; ``possible``: months it may cover; ``exact``: they are the same.

    ``known`` is False where a date is missing or the end lies before the beginning: then nothing is counted.
    """

    sure: frozenset[int]
    possible: frozenset[int]
    known: bool

    @property
    def exact(self) -> bool:
        """Whether nothing about it is uncertain."""
        return self.known and self.sure == self.possible


UNKNOWN = Stretch(frozenset(), frozenset(), known=False)


def stretch(start: str | None, end: str | None, *, current: bool, today: date) -> Stretch:
    """The months from ``start`` to ``end``; a current one lasts to ``today``. Months to come do not count."""
    now = month_of(today)
    first, last = bounds(start), ((now, now) if current else bounds(end))
    if first is None or last is None or last[1] < first[0]:
        return UNKNOWN
    sure = frozenset(range(first[1], min(last[0], now) + 1))
    possible = frozenset(range(first[0], min(last[1], now) + 1))
    return Stretch(sure, possible, known=True)


def together(stretches: Iterable[Stretch]) -> Stretch:
    """All of them as one: a month in which two overlap counts once."""
    found = list(stretches)
    return Stretch(
        frozenset().union(*(one.sure for one in found)),
        frozenset().union(*(one.possible for one in found)),
        known=all(one.known for one in found),
    )


def holes(covered: frozenset[int], first: int, last: int) -> list[tuple[int, int]]:
    """Stretches between ``first`` and ``last`` that nothing covers, each with its first and last month."""
    found: list[tuple[int, int]] = []
    for month in range(first, last + 1):
        if month in covered:
            continue
        if found and found[-1][1] == month - 1:
            found[-1] = (found[-1][0], month)
        else:
            found.append((month, month))
    return found
