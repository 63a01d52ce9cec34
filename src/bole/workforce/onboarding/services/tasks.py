"""Tasks done, opened again, added, moved and dropped; IT's part of them."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.workdays import bank_time
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.kernel.ids import new_id
from bole.workforce.onboarding import policies
from bole.workforce.onboarding.models import ItTask, Onboarding, Task
from bole.workforce.onboarding.services import clocks, steps

LONGEST = 120
STAFF = ("hr", "it", "manager")


@transaction.atomic
def finish(*, task_id: UUID, now: datetime, answer: str = "") -> Task:
    """Whoever owns it says it is done; a second click is harmless. Uploads are finished by HR's acceptance.

    ``answer``: what the task asks for (the desk)."""
    task, onboarding = _locked(task_id)
    _check_owner(task, onboarding)
    return _finish(task, onboarding, now, answer)


@transaction.atomic
def finish_for_it(*, it_task_id: UUID, now: datetime, answer: str = "") -> ItTask:
    """IT says its part is done. IT sees no person's row: the checklist is reached by the machine."""
    permissions.require(actors.current(), policies.IT)
    row = ItTask.objects.select_for_update().filter(pk=it_task_id).first()
    if row is None:
        raise NotFoundError("no such task")
    permissions.require(actors.current(), policies.IT, row.place_id)
    if row.state == "done":
        return row
    if row.state != "open":
        raise ConflictError("this task was dropped", code="task_dropped")
    by = actors.current().id
    with actors.system_scope("IT's part of an onboarding"):
        task, onboarding = _locked(row.task_ref)
        _finish(task, onboarding, now, answer, by=by)
    row.refresh_from_db()
    return row


@transaction.atomic
def reopen(*, task_id: UUID, now: datetime) -> Task:
    """HR takes back that something was done."""
    task, onboarding = _locked(task_id)
    permissions.require(actors.current(), policies.MANAGE, task.unit_id)
    steps.check_open(onboarding)
    if task.state not in (Task.State.DONE, Task.State.DROPPED) or task.kind == "upload":
        raise ConflictError("nothing to take back", code="task_open")
    task.state, task.done_at, task.done_by_id = Task.State.OPEN, None, None
    task.reminded_at = task.escalated_at = None
    task.save()
    return _changed(task, onboarding, "reopened", now)


@transaction.atomic
def add(*, onboarding_id: UUID, owner: str, title: str, due_on: date, required: bool, now: datetime) -> Task:
    """One more line for one person. The words are HR's own and stand in both languages as they are."""
    onboarding = steps.locked_for_hr(onboarding_id)
    steps.check_open(onboarding)
    words = " ".join(title.split())[:LONGEST]
    if not words or owner not in ("candidate", *STAFF):
        raise InvalidError("who, and what?", fields={"title": "required"})
    if due_on < bank_time.today(now):
        raise InvalidError("a day to come", fields={"due_on": "out_of_range"})
    last = Task.objects.filter(onboarding=onboarding).order_by("-position").first()
    task = Task.objects.create(
        unit_id=onboarding.unit_id,
        candidate_id=onboarding.candidate_id,
        onboarding=onboarding,
        key=f"own-{new_id().hex[:12]}",
        position=last.position + 1 if last else 0,
        owner=owner,
        kind="confirm",
        title={"zh": words, "en": words},
        required=required,
        before_start=due_on <= onboarding.employee.starts_on,
        due_on=due_on,
        added_by_id=actors.current().id,
    )
    return _changed(task, onboarding, "added", now)


@transaction.atomic
def move(*, task_id: UUID, due_on: date, now: datetime) -> Task:
    """Another day for one task; the reminders begin anew."""
    task, onboarding = _locked(task_id)
    permissions.require(actors.current(), policies.MANAGE, task.unit_id)
    steps.check_open(onboarding)
    if due_on < bank_time.today(now) or task.state not in (Task.State.OPEN, Task.State.WAITING):
        raise InvalidError("a day to come, of an open task", fields={"due_on": "out_of_range"})
    task.due_on, task.due_offset, task.reminded_at, task.escalated_at = due_on, None, None, None
    task.save()
    return _changed(task, onboarding, "moved", now)


@transaction.atomic
def drop(*, task_id: UUID, now: datetime) -> Task:
    """This person does not need it."""
    task, onboarding = _locked(task_id)
    permissions.require(actors.current(), policies.MANAGE, task.unit_id)
    steps.check_open(onboarding)
    if task.state == Task.State.DONE:
        raise ConflictError("it is done", code="task_done")
    task.state = Task.State.DROPPED
    task.save()
    return _changed(task, onboarding, "dropped", now)


def _locked(task_id: UUID) -> tuple[Task, Onboarding]:
    """The task and its onboarding, the onboarding locked first: every writer takes them in that order."""
    found = Task.objects.filter(pk=task_id).values_list("onboarding_id", flat=True).first()
    if found is None:
        raise NotFoundError("no such task")
    onboarding = steps.locked(found)
    return Task.objects.get(pk=task_id), onboarding


def _check_owner(task: Task, onboarding: Onboarding) -> None:
    """The person his own, the manager his, HR of the unit all of the bank's. Others learn nothing."""
    actor = actors.current()
    if actor.kind == "candidate":
        if task.owner != "candidate" or task.candidate_id != actor.candidate_id or task.kind == "upload":
            raise NotFoundError("no such task")
        return
    if task.owner == "manager" and actor.kind == "user" and onboarding.employee.manager_id == actor.id:
        permissions.require(actor, policies.LEAD)
        return
    permissions.require(actor, policies.MANAGE, task.unit_id)
    if task.owner not in STAFF:
        raise ConflictError("this is the person's own to do", code="not_yours_to_do")


def _finish(task: Task, onboarding: Onboarding, now: datetime, answer: str, by: UUID | None = None) -> Task:
    if task.state == Task.State.DONE:
        return task
    if onboarding.state == Onboarding.State.ENDED or task.state == Task.State.DROPPED:
        raise ConflictError("this is over", code="onboarding_over")
    if task.asks == "desk":
        onboarding.desk = " ".join(answer.split())[:60]
        if not onboarding.desk:
            raise InvalidError("which desk?", fields={"answer": "required"})
        onboarding.save(update_fields=["desk"])
    actor = actors.current()
    task.state, task.done_at = Task.State.DONE, now
    task.done_by_id = by or (actor.id if actor.kind == "user" else None)
    task.save()
    return _changed(task, onboarding, "done", now)


def _changed(task: Task, onboarding: Onboarding, what: str, now: datetime) -> Task:
    """What follows every change: clocks, IT's row, progress, log and trail."""
    clocks.set_task(task, now)
    if task.owner == "it":
        steps.tell_it(onboarding, [task])
        if task.state == Task.State.DONE:
            ItTask.objects.filter(task_ref=task.pk).update(done_at=now)
    steps.settle(onboarding, now)
    steps.note(onboarding, what, now, about=task.key)
    steps.record(onboarding, f"task.{what}", {"task": task.key, "owner": task.owner})
    return task
