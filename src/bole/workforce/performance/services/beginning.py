"""An employee's first day begins his probation: weeks, tasks, clocks, the draft of a plan."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors
from bole.foundation.audit import services as audit
from bole.hiring.candidates import queries as candidates
from bole.hiring.pipeline import queries as pipeline
from bole.kernel.labour_law import LabourLawError
from bole.measurement import api as measurement
from bole.workforce.employees import queries as employees
from bole.workforce.performance import library
from bole.workforce.performance.library import Program
from bole.workforce.performance.models import Probation, WeekTask
from bole.workforce.performance.rules import states
from bole.workforce.performance.rules.weeks import Week, weeks
from bole.workforce.performance.services import planning, steps, telling, timing


@transaction.atomic
def begin(*, employee_id: UUID, now: datetime) -> Probation | None:
    """The probation of an employee who began to work: once, however often it is asked for.

    None where the contract has none, where the record is not on probation any more, and where the person had
    one here before: §19 allows one per employer and employee, so HR is told and nothing is made.
    """
    if actors.current().kind != "system":
        raise PermissionError("the machine begins a probation when somebody starts to work")
    record = employees.get(employee_id)
    known = Probation.objects.filter(employee_id=employee_id).first()
    if known is not None or record.state != "probation" or record.probation_ends_on is None:
        return known
    before = _before(record.candidate_id)
    try:
        states.check_new(
            months=record.probation_months,
            contract_months=record.contract_months,
            had_before=before is not None,
        )
    except LabourLawError as error:
        _refused(record, before, error, now)
        return None
    probation = _made(record, now)
    add_tasks(probation, weeks(probation.starts_on, probation.ends_on), now)
    timing.start(probation, now)
    planning.draft(probation, now)
    steps.record(probation, "probation.begun", {"ends_on": probation.ends_on})
    telling.employee(probation, "probation-begun", {"ends_on": str(probation.ends_on)}, now, "begun")
    return probation


def add_tasks(probation: Probation, due: Iterable[Week], now: datetime) -> None:
    """What the post's program has for these weeks."""
    program = library.program(probation.job_key)
    WeekTask.objects.bulk_create(
        WeekTask(
            unit_id=probation.unit_id,
            candidate_id=probation.candidate_id,
            probation=probation,
            week=week.number,
            key=task.key,
            order=place,
            kind=task.kind,
            title=task.title,
            measure=task.measure,
            target=task.target,
            competency=task.competency,
            since=now,
        )
        for week in due
        for place, task in enumerate(program.tasks)
        if task.in_week(week.number)
    )


def _made(record: Any, now: datetime) -> Probation:
    program = library.program(record.job_key)
    return Probation.objects.create(
        unit_id=record.unit_id,
        candidate_id=record.candidate_id,
        employee_id=record.pk,
        application_id=record.application_id,
        number=record.number,
        name=record.name,
        job_key=record.job_key,
        job_title=dict(record.job_title),
        manager_id=record.manager_id,
        starts_on=record.starts_on,
        ends_on=record.probation_ends_on,
        agreed_ends_on=record.probation_ends_on,
        contract_months=record.contract_months,
        competencies=_competencies(record.application_id, program),
        program_key=program.key,
        program_version=program.version,
        program_sha256=program.sha256,
        created_at=now,
    )


def _competencies(application_id: UUID, program: Program) -> list[dict[str, str]]:
    """Of the job the person applied for; else those the program's tasks are about."""
    portrait = pipeline.get(application_id).requisition.portrait
    named = portrait.get("labels") or {}
    known = measurement.competency_labels()
    keys = list(named) or list(dict.fromkeys(one.competency for one in program.tasks))
    return [{"key": key, **(named.get(key) or known.get(key) or {"zh": key, "en": key})} for key in keys]


def _before(candidate_id: UUID) -> Probation | None:
    """An earlier probation of the same person, at any unit of the bank."""
    with actors.system_scope("a second probation"):
        people = [one.pk for one in candidates.same_person(candidates.get(candidate_id))]
        return Probation.objects.filter(candidate_id__in=people).first()


def _refused(record: Any, before: Probation | None, error: LabourLawError, now: datetime) -> None:
    """HR hears of it: the contract says something the law does not allow."""
    audit.record(
        verb="workforce.performance.probation.refused",
        obj=("employee", record.pk),
        unit_id=record.unit_id,
        details={"code": error.code, "article": error.article},
    )
    if before is not None:
        people = telling.who(before, (states.HR, states.HEAD_OFFICE))
        telling.bank(before, people, "probation-second", {"record": record.number}, now, str(record.pk))
