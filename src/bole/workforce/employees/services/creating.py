"""A signed offer becomes an employee record out of what the bank knows already."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from bole.foundation import events
from bole.foundation.access import actors
from bole.hiring.candidates import queries as candidates
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as moves
from bole.kernel import labour_law
from bole.workforce.employees import subset
from bole.workforce.employees.events import EmployeeCreated
from bole.workforce.employees.models import Employee, FileEntry
from bole.workforce.employees.services import steps

# What of the signed terms the file keeps; the letter itself stays with the offer.
TERMS = (
    "grade",
    "currency",
    "pay",
    "probation_pay",
    "insurance",
    "medical",
    "contract_kind",
    "contract_months",
    "probation_months",
)


@transaction.atomic
def create_from_offer(
    *, application_id: UUID, offer_id: UUID | None, terms: Mapping[str, Any], now: datetime
) -> Employee:
    """The record of an application, made once however often it is asked for.

    ``terms`` as ``offers.queries.signed_terms`` gives them. LabourLawError where the probation is unlawful.
    """
    moves.lock(application_id)
    known = Employee.objects.filter(application_id=application_id).first()
    if known is not None:
        return known
    application = pipeline.get(application_id)
    person = candidates.get(application.candidate_id)
    employee = _insert(_new(application, offer_id, person.name, terms, now))
    _copy(employee, _known_facts(person, terms), now)
    steps.write_down(
        employee, "", verb=steps.Verb.CREATED, actor=actors.current(), reason="offer_signed", now=now
    )
    ids = (employee.pk, employee.application_id, employee.candidate_id, employee.unit_id)
    events.publish(EmployeeCreated(*ids))
    return employee


def _new(
    application: Any, offer_id: UUID | None, name: str, terms: Mapping[str, Any], now: datetime
) -> Employee:
    starts_on: date = terms["starts_on"]
    months, probation = terms.get("contract_months"), int(terms.get("probation_months") or 0)
    kinds = Employee.ContractKind
    task_bound = terms.get("contract_kind") == "task"
    kind = kinds.FIXED if months is not None else kinds.TASK if task_bound else kinds.OPEN
    labour_law.check_probation(probation, months, task_bound=kind == kinds.TASK)
    return Employee(
        unit_id=terms.get("unit_id") or application.unit_id,
        candidate_id=application.candidate_id,
        application_id=application.pk,
        offer_id=offer_id,
        name=name,
        job_key=terms["job_key"],
        job_title=dict(terms["job_title"]),
        grade=str(terms.get("grade") or ""),
        manager_id=_uuid(terms.get("manager_user_id")),
        starts_on=starts_on,
        contract_kind=kind,
        contract_months=months,
        probation_months=probation,
        probation_ends_on=labour_law.probation_ends_on(starts_on, probation),
        created_at=now,
    )


def _uuid(value: Any) -> UUID | None:
    """Terms are kept as JSON: an id may arrive as text."""
    return UUID(str(value)) if value else None


def _insert(employee: Employee) -> Employee:
    """A random number; a taken one is drawn again (row-level security hides other branches' numbers)."""
    for last in (False, False, False, True):
        employee.number = f"E-{secrets.randbelow(10**6):06d}"
        try:
            with transaction.atomic():
                employee.save(force_insert=True)
        except IntegrityError:
            if last:
                raise
        else:
            break
    return employee


def _known_facts(person: Any, terms: Mapping[str, Any]) -> dict[str, tuple[Any, str]]:
    """Field → (value, where it is from); what is not known is not made up."""
    found: dict[str, tuple[Any, str]] = {
        field: (getattr(person, field), "candidate") for field in ("name", "phone", "email", "birth_date")
    }
    education = _highest(candidates.resume_of(person.pk) or {})
    for field in ("degree", "school", "major"):
        found[field] = (education.get(field), "resume")
    kept = {key: terms[key] for key in TERMS if terms.get(key) is not None}
    return {**found, "terms": (kept, "offer")}


def _highest(resume: Mapping[str, Any]) -> Mapping[str, Any]:
    """The newest entry of the education, which the reader puts first."""
    entries = resume.get("education") or []
    return entries[0] if entries else {}


@transaction.atomic
def file_away(*, employee_id: UUID, facts: Mapping[str, Any], source: str, now: datetime) -> list[str]:
    """Put checked facts into the file; only fields of the list are taken. Gives the fields written."""
    employee = steps.locked(employee_id)
    return _copy(employee, {field: (value, source) for field, value in facts.items()}, now)


def _copy(employee: Employee, facts: Mapping[str, tuple[Any, str]], now: datetime) -> list[str]:
    known = {row.field: row for row in FileEntry.objects.filter(employee=employee)}
    written = []
    for field, (value, source) in facts.items():
        entry = subset.BY_FIELD.get(field)
        if entry is None or value in (None, "", {}, []):
            continue
        row = known.get(field) or FileEntry(
            employee=employee, unit_id=employee.unit_id, candidate_id=employee.candidate_id, field=field
        )
        row.value, row.source, row.basis, row.copied_at = _plain(value), source, entry.basis, now
        row.save()
        written.append(field)
    return written


def _plain(value: Any) -> Any:
    """Dates and ids as text: the column holds JSON."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
