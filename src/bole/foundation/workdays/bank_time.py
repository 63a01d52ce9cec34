"""Days and hours where the bank is: whatever it decides by a day is decided here.

UTC's day is another one for eight hours of each day of Shanghai, and Django's current zone is that of the
reader's phone on a person's own pages (``foundation.ui.zones``). Neither may move a deadline.
"""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from bole.foundation.workdays import queries


def zone() -> ZoneInfo:
    """The bank's own (``BOLE_TIME_ZONE``)."""
    return ZoneInfo(settings.TIME_ZONE)


def local(at: datetime) -> datetime:
    """The same moment as the bank's clocks show it."""
    return at.astimezone(zone())


def today(now: datetime) -> date:
    """The day it is in the bank."""
    return local(now).date()


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A time of that day in the bank."""
    return datetime.combine(day, time(hour, minute), zone())


def working_days_later(*, unit_id: UUID, days: int, now: datetime) -> datetime:
    """So many working days of the unit later, at the same time of day."""
    here = local(now)
    day = queries.ahead(unit_id=unit_id, start=here.date(), days=days).date
    return datetime.combine(day, here.timetz()).astimezone(now.tzinfo)


def told(at: datetime | None, language: str) -> str:
    """A moment as people write it, "zh" or English; empty for none."""
    if at is None:
        return ""
    here = local(at)
    if language == "zh":
        return f"{here.year} 年 {here.month} 月 {here.day} 日 {here:%H:%M}"
    return f"{here.day} {here:%B %Y, %H:%M}"
