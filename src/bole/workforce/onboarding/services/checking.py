"""From an uploaded document to an accepted one: read, refused or confirmed, looked at by HR."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation import events, queue
from bole.foundation.access import actors, permissions
from bole.foundation.files import services as files
from bole.hiring.candidates import queries as candidates
from bole.kernel.errors import NotFoundError
from bole.workforce.employees import queries as employee_queries
from bole.workforce.employees import services as employees
from bole.workforce.onboarding import policies
from bole.workforce.onboarding.events import MaterialAccepted
from bole.workforce.onboarding.models import Material, Onboarding, Task
from bole.workforce.onboarding.rules import materials
from bole.workforce.onboarding.services import clocks, steps, telling

State = Material.State
Reader = Callable[[UUID, str], Mapping[str, Any] | None]
UNREAD = "unread"  # no reader looked at it
DEAD = (State.REFUSED, State.SENT_BACK, State.WITHDRAWN)


def begin(material: Material, onboarding: Onboarding, now: datetime) -> None:
    """Have a picture read; where there is nothing to read, hand it to HR. The caller's transaction."""
    steps.record(onboarding, "material.uploaded", {"kind": material.kind, "attempt": material.attempt})
    if material.kind in materials.READ and material.content_type.startswith("image/"):
        queue.defer(steps.CHECK, material_id=material.pk, unit_id=material.unit_id)
    elif material.kind in materials.READ:  # a PDF: the person types what it says
        material.state, material.codes, material.checked_at = State.TO_CONFIRM, [UNREAD], now
        material.save()
    else:
        _hand_in(material, onboarding, {}, (), now)


def withdraw_living(task: Task, now: datetime) -> None:
    """A new document takes the place of one that nobody accepted yet."""
    alive = Material.objects.filter(task=task, state__in=(State.CHECKING, State.TO_CONFIRM, State.SUBMITTED))
    alive.update(state=State.WITHDRAWN, decided_at=now)


def check(*, material_id: UUID, read: Reader, now: Callable[[], datetime]) -> str:
    """Read one document and say what becomes of it; gives its state. Holds no transaction while reading.

    ``read(file_id, kind)`` gives what ``rules.materials.verdict`` takes, or None where no reader is
    installed: then the person types what is asked for and HR compares by eye.
    """
    found = Material.objects.filter(pk=material_id, state=State.CHECKING).first()
    if found is None:
        return ""
    reading = read(found.file_id, found.kind)
    with transaction.atomic():
        return _judge(material_id, reading, now())


def _judge(material_id: UUID, reading: Mapping[str, Any] | None, now: datetime) -> str:
    material, onboarding = _locked(material_id)
    if material.state != State.CHECKING:  # replaced meanwhile
        return str(material.state)
    if reading is not None:
        reading = materials.completed(material.kind, reading, _read_before(material))
    verdict = materials.verdict(reading or {}, known_of(material))
    material.read = dict(reading.get("fields", {})) if reading else None
    hints = verdict.hints if reading is not None else (UNREAD,)
    material.checked_at, material.codes = now, list(verdict.refused or hints)
    material.state = State.REFUSED if verdict.refused else State.TO_CONFIRM
    material.save()
    if verdict.refused:
        _give_back_earlier(material)
    details = {"kind": material.kind, "codes": list(material.codes), "state": str(material.state)}
    steps.record(onboarding, "material.checked", details)
    return str(material.state)


def _read_before(material: Material) -> Mapping[str, Any]:
    """What the refused picture before this one showed."""
    rows = Material.objects.filter(task_id=material.task_id, attempt__lt=material.attempt)
    before = rows.filter(state=State.REFUSED, read__isnull=False).order_by("-attempt").first()
    return (before.read or {}) if before else {}


def _give_back_earlier(refused: Material) -> None:
    """What a refused document had taken the place of stands again: nothing is lost by a bad photograph."""
    earlier = Material.objects.filter(
        task_id=refused.task_id, state=State.WITHDRAWN, decided_at=refused.uploaded_at
    ).first()
    if earlier is None or earlier.checked_at is None:
        return
    earlier.state = State.SUBMITTED if earlier.confirmed is not None else State.TO_CONFIRM
    earlier.decided_at = None
    earlier.save(update_fields=["state", "decided_at"])


@transaction.atomic
def confirm(*, material_id: UUID, given: Mapping[str, str], now: datetime) -> Material:
    """The person confirms what was read, or corrects it, and hands it in. Twice is harmless; InvalidError
    (``fields``) for a number that cannot be one."""
    material, onboarding = _locked(material_id)
    actor = actors.current()
    if actor.kind != "candidate" or actor.candidate_id != material.candidate_id:
        raise NotFoundError("no such document")
    if material.state == State.SUBMITTED:
        return material
    materials.check(material.state, (State.TO_CONFIRM,))
    steps.check_open(onboarding)
    values = materials.confirmed(material.kind, given)
    read = {name: str(one.get("value", "")) for name, one in (material.read or {}).items()}
    corrected = [
        f"{name}_corrected"
        for name, value in values.items()
        if read.get(name) and materials.plain(read[name]) != materials.plain(value)
    ]
    differing = [
        code
        for name, mine in known_of(material).items()
        if (code := materials.differs(name, mine, values.get(name, "")))
    ]
    seen = [code for code in material.codes if not materials.compares(code)]
    _hand_in(material, onboarding, values, tuple(dict.fromkeys([*differing, *corrected, *seen])), now)
    return material


def _hand_in(
    material: Material,
    onboarding: Onboarding,
    values: Mapping[str, str],
    codes: tuple[str, ...],
    now: datetime,
) -> None:
    material.state, material.confirmed, material.codes = State.SUBMITTED, dict(values), list(codes)
    material.checked_at = material.checked_at or now
    material.save()
    task = material.task
    task.state = Task.State.WAITING
    task.save(update_fields=["state"])
    clocks.stop_task(task.pk)
    steps.note(onboarding, "handed_in", now, about=task.key)
    steps.record(onboarding, "material.submitted", {"kind": material.kind, "codes": list(codes)})


@transaction.atomic
def accept(*, material_id: UUID, now: datetime) -> Material:
    """HR has looked: the task is done, the listed fields go into the employee's file, earlier attempts'
    files are destroyed."""
    material, onboarding = _locked(material_id)
    permissions.require(actors.current(), policies.MANAGE, material.unit_id)
    if material.state == State.ACCEPTED:
        return material
    materials.check(material.state, (State.SUBMITTED,))
    _decide(material, State.ACCEPTED, now)
    task = material.task
    task.state, task.done_at, task.done_by_id = Task.State.DONE, now, actors.current().id
    task.save()
    fields = materials.FILED.get(material.kind, ())
    facts = {name: (material.confirmed or {}).get(name) for name in fields}
    employees.file_away(employee_id=onboarding.employee_id, facts=facts, source="material", now=now)
    for old in Material.objects.filter(task=task, state__in=DEAD):
        files.erase(file_id=old.file_id, now=now, reason="replaced")
    ids = (material.pk, material.kind, material.candidate_id, material.unit_id)
    events.publish(MaterialAccepted(*ids))
    steps.settle(onboarding, now)
    steps.note(onboarding, "accepted", now, about=task.key)
    steps.record(onboarding, "material.accepted", {"kind": material.kind, "filed": len(facts)})
    return material


@transaction.atomic
def send_back(*, material_id: UUID, reason: str, now: datetime) -> Material:
    """HR asks for another one and says why; the person is told."""
    material, onboarding = _locked(material_id)
    permissions.require(actors.current(), policies.MANAGE, material.unit_id)
    if material.state == State.SENT_BACK and material.reason == reason:
        return material
    materials.check_reason(reason)
    materials.check(material.state, (State.SUBMITTED,))
    material.reason = reason
    _decide(material, State.SENT_BACK, now)
    task = material.task
    task.state, task.reminded_at, task.escalated_at = Task.State.OPEN, None, None
    task.save()
    clocks.set_task(task, now)
    more = {"what": task.title, "reason": SAID[reason]}
    telling.to_person(onboarding, "material-sent-back", now=now, occasion=str(material.pk), more=more)
    steps.note(onboarding, "sent_back", now, about=task.key)
    steps.record(onboarding, "material.sent_back", {"kind": material.kind, "reason": reason})
    return material


def _decide(material: Material, state: str, now: datetime) -> None:
    material.state, material.decided_at, material.decided_by_id = state, now, actors.current().id
    material.save()


def known_of(material: Material) -> dict[str, str]:
    """What the bank knows of the person, to compare a document with: name, and what the file holds."""
    with actors.system_scope("compare a document"):
        found = {"name": candidates.contact(material.candidate_id).name}
        employee = employee_queries.of_candidate(material.candidate_id)
        file = employee_queries.file_of(employee) if employee else []
    for field in file:
        if field.field in ("id_number", "birth_date", "school") and field.value:
            found[field.field] = str(field.value)
    return found


def _locked(material_id: UUID) -> tuple[Material, Onboarding]:
    """The document and its onboarding, the onboarding locked first."""
    onboarding_id = (
        Material.objects.filter(pk=material_id).values_list("task__onboarding_id", flat=True).first()
    )
    if onboarding_id is None:
        raise NotFoundError("no such document")
    onboarding = steps.locked(onboarding_id)
    rows = Material.objects.select_for_update(of=("self",)).select_related("task")
    return rows.get(pk=material_id), onboarding


# In a letter to the person, after "why".
SAID: Mapping[str, Mapping[str, str]] = {
    "unreadable": {"zh": "看不清，请在亮处平放重拍", "en": "it cannot be read; lay it flat in good light"},
    "cut_off": {"zh": "拍得不全，请把四个角都拍进去", "en": "part of it is cut off; show all four corners"},
    "wrong_document": {"zh": "不是这一项要的材料", "en": "it is another document"},
    "not_yours": {"zh": "上面的姓名不是你", "en": "it is in another name"},
    "data_differ": {
        "zh": "和你之前填写的不一致，请核对",
        "en": "it differs from what you told us; please check",
    },
    "expired": {"zh": "已过有效期，请用新证件", "en": "it has expired; please use a valid one"},
}
