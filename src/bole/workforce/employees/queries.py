"""Reads of employees. Row-level security cuts every answer to the actor's units, or to the person himself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.kernel import labour_law
from bole.kernel.errors import NotFoundError
from bole.workforce.employees import policies, subset
from bole.workforce.employees.models import Employee, FileEntry, Step

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the file as it is shown. ``label`` and ``basis`` carry both languages."""

    field: str
    label: subset.Words
    value: Any
    source: str
    basis: subset.Words
    copied_at: Any


def visible_to(actor: Actor) -> QuerySet[Employee]:
    """Records the actor may know of; who leads people sees his own."""
    rows = Employee.objects.select_related("unit", "manager")
    if actor.kind == "candidate":
        return Employee.objects.filter(candidate_id=actor.candidate_id or NOBODY)
    if actor.kind == "system" or permissions.allowed(actor, policies.VIEW):
        return rows
    if actor.kind == "user":
        return rows.filter(manager_id=actor.id)
    return Employee.objects.none()


def at_work(actor: Actor, start: datetime, end: datetime) -> QuerySet[Employee]:
    """Whose first day came before ``end`` and who had not left before ``start``; ``left``: did in between.
    A record that was made by mistake was nobody's work."""
    steps = Step.objects.filter(employee_id=OuterRef("pk"), at__lt=end)
    gone = steps.filter(verb=Step.Verb.ENDED)
    rows = visible_to(actor).select_related(None).filter(Exists(steps.filter(verb=Step.Verb.STARTED)))
    rows = rows.exclude(Exists(gone.filter(Q(at__lt=start) | Q(reason="mistake"))))
    return rows.annotate(left=Exists(gone))


def get(employee_id: UUID) -> Employee:
    """One record; NotFoundError when not there or not to be seen."""
    found = visible_to(actors.current()).filter(pk=employee_id).first()
    if found is None:
        raise NotFoundError("no such employee")
    return found


def of_candidate(candidate_id: UUID) -> Employee | None:
    """The newest record of a person, if there is one to be seen."""
    return visible_to(actors.current()).filter(candidate_id=candidate_id).order_by("-created_at").first()


def by_ids(employee_ids: Iterable[UUID]) -> dict[UUID, Employee]:
    """Several at once, by id."""
    return visible_to(actors.current()).in_bulk(list(employee_ids))


def steps_of(employee_id: UUID) -> list[Step]:
    """The changes of one record, oldest first."""
    get(employee_id)
    return list(Step.objects.filter(employee_id=employee_id).select_related("actor_user"))


def file_of(employee: Employee) -> list[Field]:
    """The file in the order of the list: for HR of the unit, the machine, and the person."""
    actor = actors.current()
    if actor.kind == "user":
        permissions.require(actor, policies.FILE, employee.unit_id)
    order = list(subset.BY_FIELD)
    rows = sorted(FileEntry.objects.filter(employee=employee), key=lambda row: order.index(row.field))
    return [
        Field(
            row.field,
            subset.BY_FIELD[row.field].label,
            row.value,
            row.source,
            subset.BASES[row.basis],
            row.copied_at,
        )
        for row in rows
    ]


def contract_missing(actor: Actor, on: date) -> list[tuple[Employee, date, date]]:
    """Who works without a written contract: the record, the last lawful day, the day double pay begins;
    the longest at work first."""
    rows = visible_to(actor).filter(contract_signed_on=None, starts_on__lte=on)
    rows = rows.exclude(state__in=[Employee.State.JOINING, Employee.State.ENDED]).order_by("starts_on", "pk")
    return [
        (
            one,
            labour_law.written_contract_due(one.starts_on),
            labour_law.double_pay_from(one.starts_on),
        )
        for one in rows
    ]
