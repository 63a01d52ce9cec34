"""The written contract: when it was signed, and who is told while it is not (劳动合同法 §10, §82)."""

from datetime import date, datetime, time
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from bole.foundation.access import queries as access
from bole.foundation.access import roles
from bole.foundation.access.actors import Actor
from bole.foundation.access.models import User
from bole.foundation.audit import services as audit
from bole.foundation.messaging import services as messaging
from bole.foundation.queue import timers
from bole.foundation.workdays import bank_time
from bole.kernel import labour_law
from bole.workforce.employees import rules
from bole.workforce.employees.models import Employee
from bole.workforce.employees.services import steps

CONTRACT_DUE = "employees.contract_due"
MORNING = time(9)


@transaction.atomic
def record_contract(
    *, employee_id: UUID, signed_on: date, actor: Actor, expected_version: int, now: datetime
) -> Employee:
    """The written contract is there: no more reminders."""
    employee, again = steps.opened(employee_id, actor, expected_version, steps.Verb.CONTRACT)
    if again:
        return employee
    earliest = bank_time.today(employee.created_at)
    rules.check_signed_on(signed_on, today=bank_time.today(now), earliest=earliest)
    employee.contract_signed_on = signed_on
    steps.move(
        employee,
        rules.noted(steps.standing_of(employee)),
        verb=steps.Verb.CONTRACT,
        actor=actor,
        reason="signed",
        now=now,
        facts={"signed_on": str(signed_on)},
    )
    stop_timer(employee)
    return employee


def set_timer(employee: Employee, *, after: date) -> None:
    """The next reminder after a day, in the morning of the bank's zone; none when the contract is there."""
    following = rules.next_reminder(employee.starts_on, after)
    if employee.contract_signed_on is not None or following is None:
        stop_timer(employee)
        return
    moment = datetime.combine(following.on, MORNING, bank_time.zone())
    timers.set(kind=CONTRACT_DUE, key=str(employee.pk), due_at=moment, unit_id=employee.unit_id)


def stop_timer(employee: Employee) -> None:
    """Nobody is told any more."""
    timers.cancel(kind=CONTRACT_DUE, key=str(employee.pk))


@transaction.atomic
def remind_of_contract(*, employee_id: UUID, now: datetime) -> bool:
    """Tell HR, and head office when it is late, that the contract is missing and what that costs from when.
    False when there is nothing to tell any more."""
    employee, day = steps.locked(employee_id), bank_time.today(now)
    if employee.contract_signed_on is not None or employee.state == Employee.State.ENDED:
        return False
    levels = [one.level for one in rules.contract_reminders(employee.starts_on) if one.on <= day]
    people = access.holders_of((roles.BRANCH_HR,), employee.unit_id)
    if "head" in levels or not people:
        people = [*people, *access.holders_of((roles.HEAD_OFFICE_HR,), employee.unit_id)]
    for one in people:
        _write(employee, one, now)
    audit.record(
        verb="workforce.employees.contract.reminded",
        obj=("employee", employee.pk),
        unit_id=employee.unit_id,
        details={"told": len(people), "level": levels[-1] if levels else "hr"},
    )
    set_timer(employee, after=day)
    return True


def _write(employee: Employee, one: User, now: datetime) -> None:
    """A number and dates; never a name."""
    if not one.email:
        return
    language = "en" if one.language.startswith("en") else "zh"
    page = reverse("employees:one", args=[employee.pk])
    messaging.send(
        template="contract-due",
        to=messaging.Addresses(mail=one.email),
        language=language,
        context={
            "unit": employee.unit.name_en if language == "en" else employee.unit.name_zh,
            "number": employee.number,
            "starts": str(employee.starts_on),
            "due": str(labour_law.written_contract_due(employee.starts_on)),
            "double_from": str(labour_law.double_pay_from(employee.starts_on)),
            "link": f"{settings.PUBLIC_URL.rstrip('/')}{page}",
        },
        unit_id=employee.unit_id,
        about=("employee", employee.pk),
        user_id=one.pk,
        now=now,
        occasion=f"{one.pk} {bank_time.today(now)}",
    )
