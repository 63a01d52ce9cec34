"""When the clocks of a probation strike: their timers are set and taken away here.

``performance.week``: a week's last afternoon, and the second morning after it. ``performance.end``: the
reminders before the last day, and the first minutes after it.
"""

from datetime import date, datetime, timedelta

from bole.foundation.queue import timers
from bole.foundation.workdays import bank_time
from bole.workforce.performance import queries
from bole.workforce.performance.models import Probation
from bole.workforce.performance.rules import states, weeks

WEEK = "performance.week"
END = "performance.end"
ASK, MISSING = "ask", "missing"
ASK_HOUR, MORNING = 16, 9
MISSING_AFTER = timedelta(days=weeks.GRACE + 1)


def start(probation: Probation, now: datetime) -> None:
    """Set both, from this moment on."""
    set_week(probation, now)
    set_end(probation, bank_time.today(now) - timedelta(days=1))


def stop(probation: Probation) -> None:
    """Nobody is reminded any more."""
    timers.cancel(kind=WEEK, key=str(probation.pk))
    timers.cancel(kind=END, key=str(probation.pk))


def set_week(probation: Probation, after: datetime) -> None:
    """The next moment of the weekly clock; none behind the last week."""
    found = next((one for one in week_moments(probation) if one[0] > after), None)
    if found is None:
        timers.cancel(kind=WEEK, key=str(probation.pk))
        return
    due, week, what = found
    timers.set(
        kind=WEEK,
        key=str(probation.pk),
        due_at=due,
        unit_id=probation.unit_id,
        payload={"week": week, "what": what},
    )


def set_end(probation: Probation, after: date) -> None:
    """The next reminder after a day, else the morning after the last one."""
    following = states.next_reminder(probation.starts_on, probation.ends_on, after)
    due = (
        bank_time.moment(following[0], MORNING)
        if following
        else bank_time.moment(probation.ends_on + timedelta(days=1), 0, 5)
    )
    timers.set(kind=END, key=str(probation.pk), due_at=due, unit_id=probation.unit_id)


def week_moments(probation: Probation) -> list[tuple[datetime, int, str]]:
    """When the weekly clock strikes: moment, week, what for."""
    found = []
    for one in queries.weeks_of(probation):
        found.append((bank_time.moment(one.last, ASK_HOUR), one.number, ASK))
        if one.last + MISSING_AFTER <= probation.ends_on:
            found.append((bank_time.moment(one.last + MISSING_AFTER, MORNING), one.number, MISSING))
    return sorted(found)
