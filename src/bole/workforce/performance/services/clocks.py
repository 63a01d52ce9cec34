"""The clocks of a probation strike. They remind; none decides anything.

On a week's last afternoon the employee is asked for the report, two mornings later the manager hears that
it is missing. Before the last day those who have something to do are reminded; after it, that it passed is
written down.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access.actors import system_scope
from bole.foundation.workdays import bank_time
from bole.workforce.employees import queries as employees
from bole.workforce.performance import queries
from bole.workforce.performance.models import Probation, WeekReport
from bole.workforce.performance.rules import states
from bole.workforce.performance.services import deciding, steps, telling, timing


@transaction.atomic
def week_clock(*, probation_id: UUID, week: int, what: str, now: datetime) -> bool:
    """Ask for the report of a week, or say that it is missing. False when it is there or nothing runs."""
    probation = steps.locked(probation_id)
    if probation.state != Probation.State.RUNNING:
        return False
    _refresh_manager(probation)
    sent = WeekReport.objects.filter(probation=probation, week=week).exists()
    if not sent and what == timing.ASK:
        telling.employee(
            probation, "probation-week", {"week": str(week)}, now, f"week {week}", page=f"{week}/"
        )
    elif not sent:
        people = telling.who(probation, (states.MANAGER,))
        telling.bank(probation, people, "probation-missing", {"week": str(week)}, now, f"week {week}")
    if not sent:
        steps.record(probation, f"week.{'asked' if what == timing.ASK else 'missing'}", {"week": week})
    timing.set_week(probation, now)
    return not sent


@transaction.atomic
def end_clock(*, probation_id: UUID, now: datetime) -> bool:
    """Remind before the last day; after it write down that it passed. False when it is settled."""
    probation = steps.locked(probation_id)
    if probation.state != Probation.State.RUNNING:
        return False
    day = bank_time.today(now)
    if day > probation.ends_on:
        deciding.lapse(probation_id=probation_id, now=now)
        return True
    _refresh_manager(probation)
    found = states.reminders(probation.starts_on, probation.ends_on)
    step = states.step_due(found, probation.reminded, day)
    if step is not None:
        _remind(probation, step, day, now)
    timing.set_end(probation, day)
    return step is not None


def _remind(probation: Probation, step: states.Step, day: date, now: datetime) -> None:
    """Who still has something to do: once the review is handed in, HR alone."""
    reviewed = queries.reviewed(probation)
    to = [one for one in step.to if not (reviewed and one in {states.MANAGER, states.EMPLOYEE})]
    if reviewed and states.HR not in to:
        to.append(states.HR)
    left = str(states.days_left(probation.ends_on, day))
    facts = {"ends_on": str(probation.ends_on), "days": left}
    people = telling.who(probation, [one for one in to if one != states.EMPLOYEE])
    occasion = f"end {probation.ends_on} {step.days}"
    told = telling.bank(
        probation, people, "probation-decide" if reviewed else "probation-review", facts, now, occasion
    )
    if states.EMPLOYEE in to:
        telling.employee(
            probation, "probation-review-soon", {"ends_on": str(probation.ends_on)}, now, occasion
        )
    probation.reminded = [*probation.reminded, step.days]
    probation.save(update_fields=["reminded"])
    steps.record(probation, "end.reminded", {"days": step.days, "told": told, "reviewed": reviewed})


def _refresh_manager(probation: Probation) -> None:
    """The record of the employee says who leads him; it may have changed since."""
    with system_scope("manager of an employee"):
        record = employees.by_ids([probation.employee_id]).get(probation.employee_id)
    if record is not None and record.manager_id != probation.manager_id:
        probation.manager = record.manager
        probation.save(update_fields=["manager"])
