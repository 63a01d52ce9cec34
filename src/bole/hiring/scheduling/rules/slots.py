"""Times at which everybody is at hand and there is a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Generic, TypeVar
from zoneinfo import ZoneInfo

from bole.hiring.scheduling.rules.spans import Span, clashes, meeting, without

Place = TypeVar("Place")
STEP: Final = timedelta(minutes=30)
MOST: Final = 400  # slots looked at; a page shows far fewer


@dataclass(frozen=True, slots=True)
class Slot(Generic[Place]):
    """One possible time, with the places that are free then, in the order they were given; a meeting by
    video has none.
    """

    span: Span
    places: tuple[Place, ...] = ()


def free_slots(
    *,
    people: Sequence[Sequence[Span]],
    taken: Sequence[Span],
    places: Mapping[Place, Sequence[Span]] | None,
    length: timedelta,
    not_before: datetime,
    zone: str,
    step: timedelta = STEP,
) -> list[Slot[Place]]:
    """Every slot of ``length`` that begins on the grid of ``step`` (wall time of ``zone``) at or after
    ``not_before``, in order.

    ``people``: when each is at hand; ``taken``: spans somebody of them has something else; ``places``: the
    busy spans of each, None where no place is needed.
    """
    common = list(people[0]) if people else []
    for one in people[1:]:
        common = meeting(common, one)
    found: list[Slot[Place]] = []
    for span in without(common, taken):
        at = _on_grid(max(span.start, not_before), step, ZoneInfo(zone))
        while at + length <= span.end and len(found) < MOST:
            whole = Span(at, at + length)
            free = (
                ()
                if places is None
                else tuple(key for key, busy in places.items() if not clashes(whole, busy))
            )
            if places is None or free:
                found.append(Slot(whole, free))
            at += step
    return found


def _on_grid(at: datetime, step: timedelta, zone: ZoneInfo) -> datetime:
    """The first moment from ``at`` on whose wall time since midnight is a multiple of ``step``."""
    local = at.astimezone(zone)
    past = timedelta(
        hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond
    )
    return at + -past % step


def spread(slots: Sequence[Slot[Place]], *, zone: str, count: int, per_day: int) -> list[Slot[Place]]:
    """At most ``count`` of them, at most ``per_day`` on a date, as far apart within the day as they lie:
    a choice somebody with a job can use. In order."""
    days: dict[date, list[Slot[Place]]] = {}
    for one in slots:
        days.setdefault(one.span.start.astimezone(ZoneInfo(zone)).date(), []).append(one)
    chosen: list[Slot[Place]] = []
    for of_day in days.values():
        wanted = min(per_day, count - len(chosen), len(of_day))
        chosen += [of_day[place] for place in _apart(len(of_day), wanted)]
    return chosen


def _apart(length: int, wanted: int) -> list[int]:
    """``wanted`` places out of ``length``, the first and the last among them."""
    if wanted <= 1:
        return [0][:wanted]
    return sorted({round(number * (length - 1) / (wanted - 1)) for number in range(wanted)})
