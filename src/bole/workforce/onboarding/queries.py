"""Reads of onboarding. Row-level security cuts every answer to the actor's units, or to the person
himself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.foundation.org import queries as org
from bole.kernel.errors import NotFoundError
from bole.workforce.onboarding import library, policies
from bole.workforce.onboarding.library import InForce
from bole.workforce.onboarding.models import ItTask, Material, Note, Onboarding, Place, Task, TemplateVersion
from bole.workforce.onboarding.rules import checklist, figures
from bole.workforce.onboarding.rules.checklist import Reached
from bole.workforce.onboarding.rules.figures import Figures
from bole.workforce.onboarding.rules.templates import Milestone

NOBODY = UUID(int=0)
OPEN = (Onboarding.State.PREPARING, Onboarding.State.READY)
EMPTY: dict[str, Any] = {"address": {}, "route": {}, "contact": ""}


@dataclass(frozen=True, slots=True)
class Whole:
    """One onboarding with its tasks, their newest documents, and how far it is."""

    onboarding: Onboarding
    tasks: list[Task]
    materials: dict[UUID, Material]
    progress: list[Reached]

    @property
    def done(self) -> int:
        """Needed tasks that are done."""
        return sum(task.state == "done" for task in self.needed)

    @property
    def needed(self) -> list[Task]:
        """What must be done before the first day."""
        return [task for task in self.tasks if task.required and task.before_start and checklist.counts(task)]

    def late(self, on: date) -> list[Task]:
        """What is open after its day."""
        return [task for task in self.tasks if task.state == "open" and task.due_on < on]


def visible_to(actor: Actor) -> QuerySet[Onboarding]:
    """Onboardings the actor may know of; the person his own, the manager those of his people."""
    rows = Onboarding.objects.select_related("unit", "employee__manager")
    if actor.kind == "candidate":
        return Onboarding.objects.select_related("employee").filter(candidate_id=actor.candidate_id or NOBODY)
    if actor.kind == "system" or permissions.allowed(actor, policies.VIEW):
        return rows
    if actor.kind == "user" and permissions.allowed(actor, policies.LEAD):
        return rows.filter(employee__manager_id=actor.id)
    return Onboarding.objects.none()


def get(onboarding_id: UUID) -> Onboarding:
    """One; NotFoundError when not there or not to be seen."""
    found = visible_to(actors.current()).filter(pk=onboarding_id).first()
    if found is None:
        raise NotFoundError("no such onboarding")
    return found


def of_candidate(candidate_id: UUID) -> Onboarding | None:
    """The newest of a person."""
    rows = visible_to(actors.current()).filter(candidate_id=candidate_id)
    return rows.order_by("-created_at").first()


def whole(rows: Sequence[Onboarding]) -> list[Whole]:
    """Each with everything, in three queries."""
    ids = [row.pk for row in rows]
    tasks: dict[UUID, list[Task]] = {}
    for task in Task.objects.filter(onboarding_id__in=ids):
        tasks.setdefault(task.onboarding_id, []).append(task)
    newest: dict[UUID, Material] = {}
    for material in Material.objects.filter(task__onboarding_id__in=ids).order_by("uploaded_at", "attempt"):
        known = newest.get(material.task_id)
        if known is None or known.state not in ("submitted", "accepted", "to_confirm"):
            newest[material.task_id] = material
    return [_whole(row, tasks.get(row.pk, []), newest) for row in rows]


def _whole(row: Onboarding, tasks: list[Task], newest: dict[UUID, Material]) -> Whole:
    milestones = [Milestone(**one) for one in row.guide.get("milestones", [])]
    own = {task.pk: newest[task.pk] for task in tasks if task.pk in newest}
    return Whole(row, tasks, own, checklist.progress(milestones, tasks))


def starting(actor: Actor, *, state: str = "") -> QuerySet[Onboarding]:
    """Who begins when, the next first; without a state those still on their way."""
    rows = visible_to(actor)
    rows = rows.filter(state=state) if state else rows.filter(state__in=OPEN)
    return rows.order_by("employee__starts_on", "pk")


def waiting_materials(actor: Actor) -> QuerySet[Material]:
    """Documents HR has to look at, the oldest first."""
    if not permissions.allowed(actor, policies.VIEW):
        return Material.objects.none()
    rows = Material.objects.filter(state=Material.State.SUBMITTED)
    return rows.select_related("task__onboarding__employee").order_by("uploaded_at")


def material(material_id: UUID) -> Material:
    """One document: for the person, and HR of the unit."""
    found = Material.objects.select_related("task__onboarding__employee").filter(pk=material_id).first()
    actor = actors.current()
    if found is None or (actor.kind == "candidate" and actor.candidate_id != found.candidate_id):
        raise NotFoundError("no such document")
    if actor.kind == "user":
        permissions.require(actor, policies.MANAGE, found.unit_id)
    return found


def task(task_id: UUID) -> Task:
    """One task of an onboarding one may see."""
    found = Task.objects.filter(pk=task_id).first()
    if found is None:
        raise NotFoundError("no such task")
    get(found.onboarding_id)
    return found


def own_task(task_id: UUID) -> Task:
    """One task of the person who asks; nobody else's."""
    found = Task.objects.filter(pk=task_id, owner="candidate").first()
    if found is None or found.candidate_id != actors.current().candidate_id:
        raise NotFoundError("no such task")
    return found


def history_of(task_id: UUID) -> list[Material]:
    """All documents handed in for a task, newest first."""
    return list(Material.objects.filter(task_id=task_id))


def managed(actor: Actor) -> list[Task]:
    """Open tasks of the manager for his people, the next first."""
    if actor.kind != "user" or not permissions.allowed(actor, policies.LEAD):
        return []
    rows = Task.objects.filter(owner="manager", onboarding__employee__manager_id=actor.id)
    rows = rows.exclude(onboarding__state=Onboarding.State.ENDED)
    rows = rows.filter(state__in=(Task.State.OPEN, Task.State.DONE))
    return list(rows.select_related("onboarding__employee", "onboarding__unit").order_by("due_on", "pk"))


def due_for_hr(actor: Actor, on: date) -> QuerySet[Task]:
    """Open tasks of HR that are due, in the actor's units, the oldest first."""
    if not permissions.allowed(actor, policies.MANAGE):
        return Task.objects.none()
    rows = Task.objects.filter(owner="hr", state=Task.State.OPEN, due_on__lte=on)
    rows = rows.exclude(onboarding__state=Onboarding.State.ENDED)
    return rows.select_related("onboarding__employee").order_by("due_on", "pk")


def for_it(actor: Actor) -> QuerySet[ItTask]:
    """IT's part for the units it serves: staff numbers, posts, places and days; nobody's name."""
    held = permissions.get(policies.IT).roles
    roots = tuple(grant.unit_id for grant in actor.grants if grant.role in held)
    places = [unit.pk for unit in org.subtree(roots)] if roots else []
    rows = ItTask.objects.filter(place_id__in=places).exclude(state="dropped")
    return rows.select_related("place").order_by("due_on", "staff_number")


def notes_of(onboarding_id: UUID) -> list[Note]:
    """The log, newest first."""
    return list(Note.objects.filter(onboarding_id=onboarding_id).order_by("-at", "-pk")[:60])


def place_of(unit_id: UUID) -> dict[str, Any]:
    """Where newcomers of a unit come to: its own place, else the nearest above it. A field may be empty."""
    above = [UUID(one) for one in org.path_of(unit_id).strip("/").split("/") if one]
    with actors.system_scope("where a newcomer comes to"):  # the place of a unit above is no secret of its
        rows = {row.unit_id: row for row in Place.objects.filter(unit_id__in=above)}
    found = next((rows[one] for one in reversed(above) if one in rows), None)
    if found is None:
        return EMPTY
    return {"address": found.address, "route": found.route, "contact": found.contact}


def figures_for(actor: Actor, since: datetime) -> Figures:
    """Of those who signed since a moment, in the actor's units."""
    if not permissions.allowed(actor, policies.VIEW):
        return figures.figures([], [])
    rows = Onboarding.objects.filter(signed_at__gte=since)
    ready = [
        ready_at - signed_at
        for signed_at, ready_at in rows.values_list("signed_at", "ready_at")
        if ready_at is not None
    ]
    taken = Material.objects.filter(
        state=Material.State.ACCEPTED, task__onboarding__signed_at__gte=since
    ).values_list("attempt", flat=True)
    return figures.figures(ready, list(taken))


def own_place(unit_id: UUID) -> dict[str, Any]:
    """What a unit itself has set; every field empty when nothing was."""
    found = Place.objects.filter(unit_id=unit_id).first()
    if found is None:
        return EMPTY
    return {"address": found.address, "route": found.route, "contact": found.contact}


def templates() -> dict[str, InForce]:
    """Key → the version that counts, the common one first."""
    return library.in_force()


def template(key: str) -> InForce:
    """One of them; NotFoundError without one."""
    return library.one(key)


def template_history(key: str) -> list[TemplateVersion]:
    """What head office imported for a key, newest first."""
    return list(TemplateVersion.objects.filter(key=key).select_related("made_by").order_by("-number"))
