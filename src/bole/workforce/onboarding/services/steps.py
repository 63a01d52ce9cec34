"""What the services share: locked rows, the trail, the live note, days in the bank's zone, who is whose."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from bole.foundation.access import actors, permissions, roles
from bole.foundation.access import queries as access
from bole.foundation.access.models import User
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.foundation.workdays import queries as workdays
from bole.kernel.errors import NotFoundError
from bole.workforce.onboarding import policies
from bole.workforce.onboarding.models import ItTask, Material, Note, Onboarding, Task
from bole.workforce.onboarding.rules import checklist

TOPIC = "onboarding"
CHECK = "onboarding.check_material"
BEGIN = "onboarding.begin"
TASK_DUE = "onboarding.task_due"
WITHDRAWN = "onboarding.withdrawn"
MORNING = "onboarding.morning"
UNCONFIRMED = "onboarding.unconfirmed"


def locked(onboarding_id: UUID) -> Onboarding:
    """The row, held until the transaction ends; NotFoundError when not there or not to be seen."""
    found = (
        Onboarding.objects.select_for_update(of=("self",))
        .select_related("employee", "unit")
        .filter(pk=onboarding_id)
        .first()
    )
    if found is None:
        raise NotFoundError("no such onboarding")
    return found


def locked_for_hr(onboarding_id: UUID) -> Onboarding:
    """The same, for HR of the unit."""
    found = locked(onboarding_id)
    permissions.require(actors.current(), policies.MANAGE, found.unit_id)
    return found


def works(unit_id: UUID, start: date) -> Callable[[date], bool]:
    """Which days the unit works, from some weeks before ``start`` on."""
    calendar = workdays.calendar()
    own = workdays.special_days(unit_id, date(start.year - 1, 1, 1))
    return lambda day: calendar.day(day, own).working


def hr_of(unit_id: UUID) -> list[User]:
    """HR at the branch, else head office's."""
    return access.holders_of((roles.BRANCH_HR,), unit_id) or access.holders_of(
        (roles.HEAD_OFFICE_HR,), unit_id
    )


def record(onboarding: Onboarding, what: str, details: Mapping[str, Any] | None = None) -> None:
    """One line of the trail, and word to open pages."""
    audit.record(
        verb=f"workforce.onboarding.{what}",
        obj=("onboarding", onboarding.pk),
        unit_id=onboarding.unit_id,
        details=details,
    )
    live.notify(TOPIC, onboarding.pk, onboarding.unit_id)


def note(onboarding: Onboarding, what: str, now: datetime, *, about: str = "", words: str = "") -> None:
    """One line of the onboarding's own log."""
    actor = actors.current()
    Note.objects.create(
        unit_id=onboarding.unit_id,
        candidate_id=onboarding.candidate_id,
        onboarding=onboarding,
        what=what,
        about=about,
        words=words[:500],
        actor_kind=actor.kind,
        actor_user_id=actor.id if actor.kind == "user" else None,
        at=now,
    )


def settle(onboarding: Onboarding, now: datetime) -> None:
    """Whether everything needed is there now: keep since when, forget it when it no longer is."""
    if onboarding.state not in (Onboarding.State.PREPARING, Onboarding.State.READY):
        return
    whole = checklist.is_ready(list(Task.objects.filter(onboarding=onboarding)))
    state = Onboarding.State.READY if whole else Onboarding.State.PREPARING
    if state == onboarding.state:
        return
    onboarding.state, onboarding.ready_at = state, now if whole else None
    onboarding.save(update_fields=["state", "ready_at"])
    record(onboarding, "state.settled", {"state": str(state)})


def tell_it(onboarding: Onboarding, tasks: list[Task]) -> None:
    """IT's part, without anything of the person."""
    employee = onboarding.employee
    for task in tasks:
        ItTask.objects.update_or_create(
            task_ref=task.pk,
            defaults={
                "place_id": onboarding.unit_id,
                "staff_number": employee.number,
                "post": employee.job_title,
                "starts_on": employee.starts_on,
                "title": task.title,
                "asks": task.asks,
                "due_on": task.due_on,
                "state": {"done": "done", "dropped": "dropped"}.get(task.state, "open"),
            },
        )


def check_open(onboarding: Onboarding) -> None:
    """ConflictError once it is over."""
    checklist.check_open(onboarding.state)


def note_look(material: Material, *, beside: str = "") -> None:
    """Somebody of HR looked at a document; ``beside``: what it was compared with."""
    audit.record(
        verb="workforce.onboarding.material.viewed",
        obj=("onboarding_material", material.pk),
        unit_id=material.unit_id,
        details={"kind": material.kind, "beside": beside or None},
    )
