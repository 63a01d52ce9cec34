"""The weeks of a probation, counted from its first day, and how somebody stands in them.

A week is seven days from the first day of work; the last one may be shorter. A report of a week is due on the
week's last day and counts as missing from the day after ``GRACE`` days on.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

DAYS: Final = 7
GRACE: Final = 1  # a whole day after the week's last one
MISSING_LATE: Final = 2  # reports missing: red
SHARE_SLOW: Final = 0.8  # of the targets, below it amber
SHARE_LATE: Final = 0.5  # below it red


@dataclass(frozen=True, slots=True)
class Week:
    """``number`` from 1; both days belong to it."""

    number: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Standing:
    """``tone``: new (no week is over), good, slow or late; ``share`` of the targets in the reported weeks,
    None where nothing was counted."""

    tone: str
    missing: tuple[int, ...]
    share: float | None


def weeks(starts_on: date, ends_on: date) -> tuple[Week, ...]:
    """All weeks from the first day to the last one, both included."""
    found: list[Week] = []
    first = starts_on
    while first <= ends_on:
        last = min(first + timedelta(days=DAYS - 1), ends_on)
        found.append(Week(len(found) + 1, first, last))
        first = last + timedelta(days=1)
    return tuple(found)


def week_on(day: date, starts_on: date, ends_on: date) -> Week | None:
    """The week a day lies in; None outside the probation."""
    if not starts_on <= day <= ends_on:
        return None
    number = (day - starts_on).days // DAYS
    first = starts_on + timedelta(days=number * DAYS)
    return Week(number + 1, first, min(first + timedelta(days=DAYS - 1), ends_on))


def missing(all_weeks: Sequence[Week], sent: Collection[int], today: date) -> tuple[int, ...]:
    """Weeks that are over, whose report was due, and that have none."""
    over = timedelta(days=GRACE)
    return tuple(one.number for one in all_weeks if one.last + over < today and one.number not in sent)


def share(targets: Mapping[str, float], done: Mapping[str, float]) -> float | None:
    """How far the targets of one week were reached, 0–1: the mean over its counted tasks, each at most 1."""
    reached = [min(1.0, max(0.0, done.get(key, 0.0)) / target) for key, target in targets.items() if target]
    return sum(reached) / len(reached) if reached else None


def standing(
    all_weeks: Sequence[Week], shares: Mapping[int, float | None], sent: Collection[int], today: date
) -> Standing:
    """The traffic light. ``shares``: reported week → what ``share`` said of it."""
    gone = missing(all_weeks, sent, today)
    counted = [one for one in shares.values() if one is not None]
    mean = sum(counted) / len(counted) if counted else None
    if not sent and not gone:
        return Standing("new", gone, mean)
    if len(gone) >= MISSING_LATE or (mean is not None and mean < SHARE_LATE):
        return Standing("late", gone, mean)
    if gone or (mean is not None and mean < SHARE_SLOW):
        return Standing("slow", gone, mean)
    return Standing("good", gone, mean)
