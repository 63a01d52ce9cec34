"""The first day and what may come before it: the person is there, comes another day, or does not come."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.access import actors
from bole.foundation.queue import timers
from bole.foundation.workdays import bank_time
from bole.hiring.pipeline import queries as pipeline_queries
from bole.hiring.pipeline import rules as pipeline_rules
from bole.hiring.pipeline import services as pipeline
from bole.kernel.errors import ConflictError, InvalidError
from bole.workforce.employees import services as employees
from bole.workforce.onboarding import policies
from bole.workforce.onboarding.events import PersonJoined
from bole.workforce.onboarding.models import ItTask, Onboarding, Task
from bole.workforce.onboarding.rules import checklist
from bole.workforce.onboarding.services import clocks, steps, telling

JOINED = "onboarding:joined"


@transaction.atomic
def join(
    *, onboarding_id: UUID, on: date, expected_version: int, now: datetime, anyway: bool = False
) -> Onboarding:
    """HR saw the person at work: the probation begins and the application ends well.

    With needed tasks missing it takes ``anyway``. ``expected_version``: of the employee record.
    """
    onboarding = steps.locked_for_hr(onboarding_id)
    if onboarding.state == Onboarding.State.JOINED:
        return onboarding
    steps.check_open(onboarding)
    missing = checklist.missing(list(Task.objects.filter(onboarding=onboarding)))
    if missing and not anyway:
        raise ConflictError(f"{missing} needed tasks are open", code="onboarding_incomplete")
    actor = actors.current()
    employee = employees.start(
        employee_id=onboarding.employee_id, on=on, actor=actor, expected_version=expected_version, now=now
    )
    _hire(employee.application_id, now)
    onboarding.state, onboarding.joined_at = Onboarding.State.JOINED, now
    onboarding.save(update_fields=["state", "joined_at"])
    _stop_first_day(onboarding)
    steps.note(onboarding, "joined", now)
    steps.record(onboarding, "newcomer.joined", {"missing": missing})
    ids = (onboarding.pk, employee.pk, employee.application_id, employee.candidate_id, employee.unit_id)
    events.publish(PersonJoined(*ids))
    return onboarding


def _hire(application_id: UUID, now: datetime) -> None:
    """The good end of the application, with the label this step leaves on the path line."""
    application = pipeline_queries.get(application_id)
    if application.outcome == "hired":
        return
    proposal = pipeline.propose(
        application_id=application_id, to=pipeline_rules.CLOSED, outcome="hold", report_id=None,
        label=JOINED, now=now,
    )  # fmt: skip
    assert proposal.application_id == application_id
    pipeline.hire(
        application_id=application_id,
        actor=actors.current(),
        expected_version=pipeline_queries.get(application_id).version,
        now=now,
    )


@transaction.atomic
def postpone(
    *, onboarding_id: UUID, to: date, reason: str, expected_version: int, now: datetime
) -> Onboarding:
    """Another first day: every task that counts from it moves along, the person is told."""
    onboarding = steps.locked_for_hr(onboarding_id)
    steps.check_open(onboarding)
    employees.postpone(
        employee_id=onboarding.employee_id, to=to, actor=actors.current(), reason=reason,
        expected_version=expected_version, now=now,
    )  # fmt: skip
    onboarding = steps.locked(onboarding_id)
    onboarding.welcomed_at = None
    onboarding.save(update_fields=["welcomed_at"])
    works, day = steps.works(onboarding.unit_id, to), bank_time.today(now)
    tasks = list(Task.objects.filter(onboarding=onboarding))
    for task in tasks:
        if task.due_offset is not None and task.state in (Task.State.OPEN, Task.State.WAITING):
            task.due_on = max(checklist.workday(to, task.due_offset, works), day)
            task.reminded_at = task.escalated_at = None
            task.save()
    steps.tell_it(onboarding, [task for task in tasks if task.owner == "it"])
    clocks.set_all(onboarding, tasks, now)
    telling.to_person(onboarding, "start-moved", now=now, occasion=f"{to} {expected_version}")
    steps.note(onboarding, "postponed", now)
    steps.record(onboarding, "newcomer.postponed", {"reason": reason})
    return onboarding


@transaction.atomic
def leave(*, onboarding_id: UUID, reason: str, expected_version: int, now: datetime) -> Onboarding:
    """The person withdrew after signing, or did not come: a person of HR says so. Record and application
    end, nobody is reminded any more. The written reason is a code."""
    onboarding = steps.locked_for_hr(onboarding_id)
    if onboarding.state == Onboarding.State.ENDED:
        return onboarding
    steps.check_open(onboarding)
    if reason not in {code for code, _words in policies.LEAVE_REASONS}:
        raise InvalidError("no such reason", fields={"reason": "unknown"})
    if reason == "no_show" and bank_time.today(now) < onboarding.employee.starts_on:
        raise ConflictError("the first day has not come yet", code="too_early")
    employee = employees.end(
        employee_id=onboarding.employee_id, actor=actors.current(), reason=reason,
        expected_version=expected_version, now=now,
    )  # fmt: skip
    with actors.system_scope(f"told by HR: {reason}"):
        pipeline.withdraw(application_id=employee.application_id, now=now)
    onboarding.state, onboarding.reason, onboarding.ended_at = Onboarding.State.ENDED, reason, now
    onboarding.save(update_fields=["state", "reason", "ended_at"])
    clocks.stop_all(onboarding)
    open_ids = list(Task.objects.filter(onboarding=onboarding, owner="it").values_list("pk", flat=True))
    ItTask.objects.filter(task_ref__in=open_ids, state="open").update(state="dropped")
    steps.note(onboarding, "ended", now)
    steps.record(onboarding, "newcomer.left", {"reason": reason})
    return onboarding


@transaction.atomic
def note_withdrawal(*, application_id: UUID, now: datetime) -> bool:
    """The person took the application back after signing. Nothing ends by itself: HR hears of it, and ends
    the onboarding as a person's act. False when there is none, or it is over."""
    key = Onboarding.objects.filter(employee__application_id=application_id).values_list("pk", flat=True)
    found = key.first()
    if found is None:
        return False
    onboarding = steps.locked(found)
    if onboarding.state not in (Onboarding.State.PREPARING, Onboarding.State.READY) or onboarding.reason:
        return False
    onboarding.reason = "withdrew_after_signing"
    onboarding.save(update_fields=["reason"])
    page = telling.hr_page(onboarding.pk)
    people = steps.hr_of(onboarding.unit_id)
    telling.to_staff(onboarding, "newcomer-withdrew", people, now=now, page=page)
    steps.note(onboarding, "withdrew", now)
    steps.record(onboarding, "newcomer.withdrew")
    return True


def _stop_first_day(onboarding: Onboarding) -> None:
    timers.cancel(kind=steps.UNCONFIRMED, key=str(onboarding.pk))
