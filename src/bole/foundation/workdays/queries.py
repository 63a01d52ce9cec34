"""Which days a unit works."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from bole.foundation.access import actors
from bole.foundation.org import queries as org
from bole.foundation.workdays.models import BankDay
from bole.kernel import workdays
from bole.kernel.workdays import Calendar, Day, Due, Special

KEY = "cn"


def calendar() -> Calendar:
    """The official calendar of the library. InvalidError when the file cannot be read as one."""
    return _read(Path(settings.LIBRARY_DIR) / "calendars" / f"{KEY}.toml")


@cache
def _read(path: Path) -> Calendar:
    return workdays.read(path.read_text(encoding="utf-8"))


def ahead(*, unit_id: UUID, start: date, days: int) -> Due:
    """The ``days``-th working day of that unit after ``start``, and whether it is only provisional."""
    return calendar().add(start, days, special_days(unit_id, start))


def special_days(unit_id: UUID, start: date) -> dict[date, Special]:
    """The bank's own days from ``start`` on; a unit's own go before those of the units above it."""
    above = [UUID(one) for one in org.path_of(unit_id).strip("/").split("/") if one]
    with actors.system_scope("days the bank works"):  # days of the units above are not the reader's rows
        rows = list(BankDay.objects.filter(unit_id__in=above, date__gte=start))
    rows.sort(key=lambda row: above.index(row.unit_id))
    return {row.date: Special(row.working, {"zh": row.reason, "en": row.reason}) for row in rows}


def year(*, unit_id: UUID, number: int) -> Iterator[Day]:
    """Every day of a year as that unit works."""
    first = date(number, 1, 1)
    own = special_days(unit_id, first)
    found = calendar()
    for count in range((date(number + 1, 1, 1) - first).days):
        yield found.day(first + timedelta(days=count), own)


def own_days(start: date) -> list[BankDay]:
    """Days set by units the reader sees, from ``start`` on."""
    return list(BankDay.objects.filter(date__gte=start).select_related("unit", "set_by"))
