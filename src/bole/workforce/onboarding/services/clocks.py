"""The clocks of an onboarding: each open task's due day, the morning of the first day, and its evening.

Every handler looks again when it fires; a task that is done meanwhile says nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from bole.foundation.access import queries as access
from bole.foundation.access import roles
from bole.foundation.access.models import User
from bole.foundation.queue import timers
from bole.foundation.workdays import bank_time
from bole.workforce.onboarding.models import Onboarding, Task
from bole.workforce.onboarding.rules import checklist
from bole.workforce.onboarding.services import steps, telling

REMIND_AT, WELCOME_AT, EVENING = 9, 7, 17  # hours in the bank's zone


def set_all(onboarding: Onboarding, tasks: Iterable[Task], now: datetime) -> None:
    """All clocks of one onboarding, from its tasks' days and the first day."""
    for task in tasks:
        set_task(task, now)
    set_first_day(onboarding)


def set_task(task: Task, now: datetime) -> None:
    """The reminder on the morning of the due day; for one due today or before, the next morning."""
    if task.state != Task.State.OPEN:
        stop_task(task.pk)
        return
    at = max(bank_time.moment(task.due_on, REMIND_AT), now + timedelta(hours=1))
    timers.set(kind=steps.TASK_DUE, key=str(task.pk), due_at=at, unit_id=task.unit_id)


def stop_task(task_id: UUID) -> None:
    """Nobody is reminded of it any more."""
    timers.cancel(kind=steps.TASK_DUE, key=str(task_id))


def set_first_day(onboarding: Onboarding) -> None:
    """The welcome in the morning, and the question in the evening whether the person came."""
    key, first = str(onboarding.pk), onboarding.employee.starts_on
    for kind, hour in ((steps.MORNING, WELCOME_AT), (steps.UNCONFIRMED, EVENING)):
        timers.set(kind=kind, key=key, due_at=bank_time.moment(first, hour), unit_id=onboarding.unit_id)


def stop_all(onboarding: Onboarding) -> None:
    """It is over: no clock runs."""
    for kind in (steps.MORNING, steps.UNCONFIRMED):
        timers.cancel(kind=kind, key=str(onboarding.pk))
    for task_id in Task.objects.filter(onboarding=onboarding).values_list("pk", flat=True):
        stop_task(task_id)


@transaction.atomic
def task_due(*, task_id: UUID, now: datetime) -> bool:
    """First the owner is reminded; a working day later HR hears of it, for HR's own tasks head office. False
    when it is done meanwhile."""
    task = Task.objects.select_related("onboarding__employee__manager", "onboarding__unit").filter(pk=task_id)
    found = task.first()
    if found is None or found.state != Task.State.OPEN:
        return False
    onboarding = found.onboarding
    if onboarding.state == Onboarding.State.ENDED:
        return False
    if found.reminded_at is None:
        found.reminded_at = now
        found.save(update_fields=["reminded_at"])
        _remind(onboarding, found, now)
        again = checklist.workday(bank_time.today(now), 1, steps.works(found.unit_id, bank_time.today(now)))
        at = bank_time.moment(again, REMIND_AT)
        timers.set(kind=steps.TASK_DUE, key=str(found.pk), due_at=at, unit_id=found.unit_id)
        return True
    if found.escalated_at is not None:
        return False
    found.escalated_at = now
    found.save(update_fields=["escalated_at"])
    _escalate(onboarding, found, now)
    return True


def _remind(onboarding: Onboarding, task: Task, now: datetime) -> None:
    """One message a day to each owner, however many of his tasks are due."""
    occasion = f"due {bank_time.today(now)}"
    more = {"what": task.title, "due": _due(task)}
    if task.owner == "candidate":
        telling.to_person(onboarding, "onboarding-due", now=now, occasion=occasion, more=more)
    else:
        people, page = owners(onboarding, task)
        telling.to_staff(
            onboarding, "onboarding-task-due", people, now=now, page=page, more=more, occasion=occasion
        )
    steps.record(onboarding, "task.reminded", {"task": task.key, "owner": task.owner})


def _escalate(onboarding: Onboarding, task: Task, now: datetime) -> None:
    people = steps.hr_of(onboarding.unit_id)
    if task.owner == "hr":
        people = access.holders_of((roles.HEAD_OFFICE_HR,), onboarding.unit_id)
    telling.to_staff(
        onboarding,
        "onboarding-late",
        people,
        now=now,
        page=telling.hr_page(onboarding.pk),
        more={"what": task.title, "due": _due(task)},
        occasion=f"late {bank_time.today(now)}",
    )
    steps.record(onboarding, "task.escalated", {"task": task.key, "owner": task.owner})


def owners(onboarding: Onboarding, task: Task) -> tuple[list[User], str]:
    """Who of the bank does a task, and where he finds it. Without a manager it is HR's."""
    if task.owner == "it":
        return access.holders_of((roles.IT_ADMIN,), onboarding.unit_id), reverse("onboarding:it")
    if task.owner == "manager" and onboarding.employee.manager is not None:
        return [onboarding.employee.manager], reverse("onboarding:mine")
    return steps.hr_of(onboarding.unit_id), telling.hr_page(onboarding.pk)


def _due(task: Task) -> dict[str, str]:
    return {language: telling.day(task.due_on, language) for language in ("zh", "en")}
