"""The changes of a record after it was made. All but the confirmation by lapse of time are a person's."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.access import queries as access
from bole.foundation.access.actors import Actor
from bole.foundation.org import queries as org
from bole.foundation.workdays import bank_time
from bole.kernel.errors import InvalidError
from bole.workforce.employees import policies, rules
from bole.workforce.employees.events import EmployeeEnded, EmployeeStarted, StartMoved
from bole.workforce.employees.models import Employee
from bole.workforce.employees.services import contracts, steps
from bole.workforce.employees.services.steps import Verb


@transaction.atomic
def start(
    *,
    employee_id: UUID,
    on: date,
    actor: Actor,
    expected_version: int,
    now: datetime,
    reason: str = "present",
) -> Employee:
    """HR has seen the person at work: the probation begins (or, without one, the employment)."""
    employee, again = steps.opened(employee_id, actor, expected_version, Verb.STARTED)
    if again:
        return employee
    if not bank_time.today(employee.created_at) <= on <= bank_time.today(now):
        raise InvalidError("nobody begins before the offer or in the future", fields={"on": "out_of_range"})
    after = rules.start(steps.standing_of(employee), on=on, by=steps.kind_of(actor))
    steps.move(employee, after, verb=Verb.STARTED, actor=actor, reason=reason, now=now, facts={"on": str(on)})
    contracts.set_timer(employee, after=on)
    ids = (employee.pk, employee.application_id, employee.candidate_id, employee.unit_id)
    events.publish(EmployeeStarted(*ids, starts_on=on))
    return employee


@transaction.atomic
def postpone(
    *, employee_id: UUID, to: date, actor: Actor, reason: str, expected_version: int, now: datetime
) -> Employee:
    """Another first day, before the person has begun; ``reason`` a code of the policies."""
    employee, again = steps.opened(employee_id, actor, expected_version, Verb.POSTPONED)
    if again:
        return employee
    steps.check_reason(reason, policies.POSTPONE_REASONS)
    standing = steps.standing_of(employee)
    after = rules.postpone(standing, to=to, today=bank_time.today(now), by=steps.kind_of(actor))
    facts = {"from": str(standing.starts_on), "to": str(to)}
    steps.move(employee, after, verb=Verb.POSTPONED, actor=actor, reason=reason, now=now, facts=facts)
    events.publish(StartMoved(employee.pk, employee.candidate_id, employee.unit_id, to))
    return employee


@transaction.atomic
def confirm(
    *, employee_id: UUID, actor: Actor, reason: str, expected_version: int, now: datetime
) -> Employee:
    """The probation is passed. The machine may say so only once its last day is over."""
    employee, again = steps.opened(employee_id, actor, expected_version, Verb.CONFIRMED)
    if again:
        return employee
    after = rules.confirm(steps.standing_of(employee), on=bank_time.today(now), by=steps.kind_of(actor))
    return steps.move(employee, after, verb=Verb.CONFIRMED, actor=actor, reason=reason, now=now)


@transaction.atomic
def extend_probation(
    *, employee_id: UUID, months: int, actor: Actor, reason: str, expected_version: int, now: datetime
) -> Employee:
    """``months``: the new whole length. LabourLawError (§19) beyond what the contract allows."""
    employee, again = steps.opened(employee_id, actor, expected_version, Verb.EXTENDED)
    if again:
        return employee
    before = steps.standing_of(employee)
    after = rules.extend(before, months=months, on=bank_time.today(now), by=steps.kind_of(actor))
    facts = {"months": months, "before": before.probation_months, "ends_on": str(after.probation_ends_on)}
    return steps.move(employee, after, verb=Verb.EXTENDED, actor=actor, reason=reason, now=now, facts=facts)


@transaction.atomic
def end(
    *,
    employee_id: UUID,
    actor: Actor,
    reason: str,
    expected_version: int,
    now: datetime,
    on: date | None = None,
) -> Employee:
    """The record ends on a day (today without one), for a reason of the policies."""
    employee, again = steps.opened(employee_id, actor, expected_version, Verb.ENDED)
    if again:
        return employee
    steps.check_reason(reason, policies.END_REASONS)
    left = employee.state
    after = rules.end(steps.standing_of(employee), by=steps.kind_of(actor))
    facts = {"on": str(on or bank_time.today(now))}
    steps.move(employee, after, verb=Verb.ENDED, actor=actor, reason=reason, now=now, facts=facts)
    contracts.stop_timer(employee)
    ids = (employee.pk, employee.application_id, employee.candidate_id, employee.unit_id)
    events.publish(EmployeeEnded(*ids, from_state=left, reason=reason))
    return employee


@transaction.atomic
def name_manager(
    *, employee_id: UUID, manager_id: UUID, actor: Actor, expected_version: int, now: datetime
) -> Employee:
    """Who leads the person; somebody with an account whose place covers the unit."""
    employee, again = steps.opened(employee_id, actor, expected_version, Verb.MANAGER)
    if again:
        return employee
    leader = access.actor_of_account(manager_id)
    if leader is None or not org.lies_under(employee.unit_id, leader.unit_ids):
        raise InvalidError("nobody of this unit", fields={"manager": "unknown"})
    employee.manager_id = manager_id
    after = rules.noted(steps.standing_of(employee))
    return steps.move(employee, after, verb=Verb.MANAGER, actor=actor, reason="named", now=now)
