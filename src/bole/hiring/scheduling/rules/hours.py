"""When somebody is at hand: a week that repeats on working days, and days that differ from it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo

from bole.hiring.scheduling.rules.spans import Span, merged, without
from bole.kernel.errors import InvalidError

NOON: Final = (time(12), time(13, 30))
DAYS: Final = 7
MOST_STRETCHES: Final = 4  # a day
Stretch = tuple[time, time]
Week = Mapping[int, Sequence[Stretch]]


@dataclass(frozen=True, slots=True)
class Special:
    """Another arrangement on one day: at hand (``free``) or not, from ``begins`` to ``ends``."""

    day: date
    begins: time
    ends: time
    free: bool


def office(opens: time, closes: time) -> dict[int, list[Stretch]]:
    """The week of somebody who said nothing: office hours from Monday to Friday without the noon break."""
    whole = [(opens, min(closes, NOON[0])), (max(opens, NOON[1]), closes)]
    stretches = [one for one in whole if one[0] < one[1]]
    return {day: list(stretches) for day in range(5)}


def check_week(raw: Mapping[str, Any]) -> dict[int, list[Stretch]]:
    """``{"0": [["09:00", "12:00"], …], …}`` (0 is Monday) → a week.

    InvalidError (``bad_hours``) names the day whose stretches are no times, end before they begin or overlap.
    """
    week: dict[int, list[Stretch]] = {}
    for key, stretches in raw.items():
        try:
            day = int(key)
            found = sorted((time.fromisoformat(begin), time.fromisoformat(end)) for begin, end in stretches)
        except (TypeError, ValueError) as error:
            raise InvalidError("not hours", code="bad_hours", fields={str(key): "malformed"}) from error
        _check_day(day, found)
        if found:
            week[day] = found
    return week


def _check_day(day: int, stretches: Sequence[Stretch]) -> None:
    ordered = all(begin < end for begin, end in stretches)
    apart = all(one[1] <= following[0] for one, following in pairwise(stretches))
    known = 0 <= day < DAYS and len(stretches) <= MOST_STRETCHES
    if not (known and ordered and apart):
        raise InvalidError("hours that cannot be", code="bad_hours", fields={str(day): "out_of_order"})


def as_json(week: Week) -> dict[str, list[list[str]]]:
    """The shape ``check_week`` reads."""
    return {
        str(day): [[f"{begin:%H:%M}", f"{end:%H:%M}"] for begin, end in stretches]
        for day, stretches in sorted(week.items())
    }


def at_hand(
    week: Week,
    specials: Iterable[Special],
    *,
    first: date,
    last: date,
    works: Callable[[date], bool],
    zone: str,
) -> list[Span]:
    """Every span between two dates (both included) on which somebody is at hand, in ``zone``'s wall time.

    The week holds on days the bank works. A Saturday or Sunday it works instead of another day follows
    Monday's hours unless the week has hours of its own for it. What a person said about a day goes before
    all of that, on closed days too.
    """
    by_day: dict[date, list[Special]] = {}
    for one in specials:
        by_day.setdefault(one.day, []).append(one)
    found: list[Span] = []
    day = first
    while day <= last:
        usual = (
            (week.get(day.weekday()) or (week.get(0, ()) if day.weekday() >= 5 else ())) if works(day) else ()
        )
        found += _day(day, usual, by_day.get(day, ()), ZoneInfo(zone))
        day += timedelta(days=1)
    return merged(found)


def _day(day: date, usual: Sequence[Stretch], specials: Sequence[Special], zone: ZoneInfo) -> list[Span]:
    free = [(one.begins, one.ends) for one in specials if one.free]
    gone = [(one.begins, one.ends) for one in specials if not one.free]
    return without(_spans(day, [*usual, *free], zone), _spans(day, gone, zone))


def _spans(day: date, stretches: Iterable[Stretch], zone: ZoneInfo) -> list[Span]:
    return [
        Span(
            datetime.combine(day, begin, zone).astimezone(_UTC),
            datetime.combine(day, end, zone).astimezone(_UTC),
        )
        for begin, end in stretches
    ]


_UTC = ZoneInfo("UTC")
