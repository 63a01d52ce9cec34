"""Periods of the monitor: whole days in the bank's time, up to now. PURE."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

Key = Literal["today", "week", "month", "quarter"]
DAYS: dict[str, int] = {"month": 30, "quarter": 90}
COHORT = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` until ``end`` (excluded); ``before``: how far back the period to compare with lies."""

    key: str
    start: datetime
    end: datetime
    before: timedelta

    @property
    def first(self) -> date:
        """The first day."""
        return self.start.date()

    @property
    def last(self) -> date:
        """The last day."""
        return (self.end - timedelta(microseconds=1)).astimezone(self.start.tzinfo).date()

    @property
    def earlier(self) -> "Period":
        """The period it is compared with: as long, the same hours and days of the week."""
        return Period(self.key, self.start - self.before, self.end - self.before, self.before)

    @property
    def by_hour(self) -> bool:
        """Whether a chart over it counts hours and not days."""
        return self.key == "today"


def period(key: str, now: datetime, zone: tzinfo) -> Period:
    """Today, this week (from Monday) or the last 30 or 90 days; anything unknown is today.

    Today and this week are compared with the same stretch seven days before; longer ones with the same number
    of days before them.
    """
    here = now.astimezone(zone)
    midnight = datetime.combine(here.date(), time.min, zone)
    if key in DAYS:
        start = midnight - timedelta(days=DAYS[key] - 1)
        return Period(key, start, here, timedelta(days=DAYS[key]))
    if key == "week":
        return Period("week", midnight - timedelta(days=here.weekday()), here, timedelta(days=7))
    return Period("today", midnight, here, timedelta(days=7))


def cohort(chosen: Period, now: datetime, zone: tzinfo) -> Period:
    """Whose applications a funnel follows: at least the last 30 days, because a way takes its time."""
    return chosen if chosen.key == "quarter" else period(COHORT, now, zone)
