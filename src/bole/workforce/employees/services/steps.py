"""What every verb shares: the locked row, its standing, the change with its step and its trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.kernel.errors import ConflictError, NotFoundError
from bole.workforce.employees import policies, rules
from bole.workforce.employees.models import Employee, Step
from bole.workforce.employees.rules import By, Standing

Verb = Step.Verb
TOPIC = "employee"


def locked(employee_id: UUID) -> Employee:
    """The row, held until the transaction ends; NotFoundError when not there or not to be seen."""
    found = (
        Employee.objects.select_for_update(of=("self",))
        .select_related("unit", "manager")
        .filter(pk=employee_id)
        .first()
    )
    if found is None:
        raise NotFoundError("no such employee")
    return found


def opened(employee_id: UUID, actor: Actor, expected_version: int, verb: str) -> tuple[Employee, bool]:
    """Lock the row for a change by somebody who may make it and has seen its newest state; and whether this
    very change was made already by the same person."""
    employee = locked(employee_id)
    permissions.require(actor, policies.MANAGE, employee.unit_id)
    if is_repeat(employee, actor, expected_version, verb):
        return employee, True
    rules.check_version(standing_of(employee), expected_version)
    return employee, False


def is_repeat(employee: Employee, actor: Actor, expected_version: int, verb: str) -> bool:
    """Whether this very change was made already by the same person: a double click, a resent form."""
    if employee.version != expected_version + 1:
        return False
    return Step.objects.filter(
        employee=employee, version=employee.version, verb=verb, actor_user_id=actor.id
    ).exists()


def standing_of(employee: Employee) -> Standing:
    """Where it stands, for the rules."""
    return Standing(
        cast(rules.State, employee.state),
        employee.version,
        employee.starts_on,
        employee.contract_months,
        employee.probation_months,
        employee.probation_ends_on,
    )


def kind_of(actor: Actor) -> By:
    """A person, the candidate or the machine; for nobody there is no such record."""
    if actor.kind == "anonymous":
        raise NotFoundError("no such employee")
    return actor.kind


def move(
    employee: Employee,
    after: Standing,
    *,
    verb: str,
    actor: Actor,
    reason: str,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
) -> Employee:
    """Write the change, its step (which the database asks for), the trail and the live note."""
    left = employee.state
    employee.state, employee.version, employee.starts_on = after.state, after.version, after.starts_on
    employee.probation_months, employee.probation_ends_on = after.probation_months, after.probation_ends_on
    employee.save()
    write_down(employee, left, verb=verb, actor=actor, reason=reason, now=now, facts=facts)
    return employee


def write_down(
    employee: Employee,
    left: str,
    *,
    verb: str,
    actor: Actor,
    reason: str,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """The step of one version, and the trail."""
    Step.objects.create(
        unit_id=employee.unit_id,
        candidate_id=employee.candidate_id,
        employee=employee,
        verb=verb,
        from_state=left,
        to_state=employee.state,
        reason=reason,
        facts=dict(facts or {}),
        actor_kind=actor.kind,
        actor_user_id=actor.id if actor.kind == "user" else None,
        version=employee.version,
        at=now,
    )
    audit.record(
        verb=f"workforce.employees.employee.{verb}",
        obj=("employee", employee.pk),
        unit_id=employee.unit_id,
        details={"from": left, "to": employee.state, "reason": reason, "version": employee.version},
    )
    live.notify(TOPIC, employee.pk, employee.unit_id)


def check_reason(reason: str, known: list[tuple[str, Any]]) -> None:
    """ConflictError (``reason_unknown``) for a code that is not on the list."""
    if reason not in {code for code, _words in known}:
        raise ConflictError("no such reason", code="reason_unknown")


def note_reading(employee: Employee) -> None:
    """Somebody read the file."""
    audit.record(
        verb="workforce.employees.file.read", obj=("employee", employee.pk), unit_id=employee.unit_id
    )
