"""A signed offer begins an onboarding: the employee record, the checklist, the first message."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.org import queries as org
from bole.foundation.org.models import Unit
from bole.foundation.workdays import bank_time
from bole.workforce.employees import services as employees
from bole.workforce.onboarding import library
from bole.workforce.onboarding.events import OnboardingBegan
from bole.workforce.onboarding.models import Onboarding, Task
from bole.workforce.onboarding.rules import checklist
from bole.workforce.onboarding.rules.templates import Template
from bole.workforce.onboarding.services import clocks, steps, telling


@transaction.atomic
def begin(
    *,
    application_id: UUID,
    offer_id: UUID | None,
    terms: Mapping[str, Any],
    signed_at: datetime,
    now: datetime,
) -> Onboarding:
    """Once per application, in one transaction: a worker that dies half-way leaves nothing, and the task that
    is started again finds or makes the same rows."""
    employee = employees.create_from_offer(
        application_id=application_id, offer_id=offer_id, terms=terms, now=now
    )
    known = Onboarding.objects.filter(employee=employee).first()
    if known is not None:
        return known
    chosen = library.of_job(employee.job_key)
    onboarding = Onboarding.objects.create(
        unit_id=employee.unit_id,
        candidate_id=employee.candidate_id,
        employee=employee,
        template_key=chosen.template.key,
        template_number=chosen.number,
        template_sha256=chosen.sha256,
        guide=guide_of(chosen.template),
        signed_at=signed_at,
        created_at=now,
    )
    tasks = _tasks(onboarding, chosen.template, now)
    steps.tell_it(onboarding, [task for task in tasks if task.owner == "it"])
    clocks.set_all(onboarding, tasks, now)
    steps.record(onboarding, "onboarding.began", {"tasks": len(tasks), "template": chosen.template.key})
    steps.note(onboarding, "began", now)
    telling.to_person(onboarding, "onboarding-started", now=now)
    ids = (onboarding.pk, employee.pk, employee.candidate_id, employee.unit_id)
    events.publish(OnboardingBegan(*ids))
    return onboarding


def guide_of(template: Template) -> dict[str, Any]:
    """What the person's pages show of a template, as it is today."""
    return {
        "milestones": [asdict(one) for one in template.milestones],
        "bring": list(template.bring),
        "sections": [asdict(one) for one in template.guide],
        "courses": list(template.courses),
        "probation": {"intro": template.probation, "standard": list(template.standard)},
    }


def _tasks(onboarding: Onboarding, template: Template, now: datetime) -> list[Task]:
    starts_on = onboarding.employee.starts_on
    planned = checklist.plan(
        template,
        starts_on=starts_on,
        today=bank_time.today(now),
        codes=_codes(onboarding.unit_id),
        works=steps.works(onboarding.unit_id, starts_on),
    )
    return Task.objects.bulk_create(
        [
            Task(
                unit_id=onboarding.unit_id,
                candidate_id=onboarding.candidate_id,
                onboarding=onboarding,
                position=number,
                due_offset=one.plan.due,
                due_on=one.due_on,
                **{
                    name: getattr(one.plan, name)
                    for name in ("key", "owner", "kind", "material", "milestone", "asks", "title", "why",
                                 "required", "before_start")
                },
            )
            for number, one in enumerate(planned)
        ]
    )  # fmt: skip


def _codes(unit_id: UUID) -> Iterable[str]:
    """The unit's code and those of the units above it."""
    above = [one for one in org.path_of(unit_id).strip("/").split("/") if one]
    return Unit.objects.filter(pk__in=above).values_list("code", flat=True)
