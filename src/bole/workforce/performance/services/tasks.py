"""What is due in a week is set by the line manager or HR. Every change keeps what stood before."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.kernel.ids import new_id
from bole.workforce.performance import policies, queries
from bole.workforce.performance.models import Probation, WeekReport, WeekTask
from bole.workforce.performance.rules import reporting
from bole.workforce.performance.services import steps

LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task somebody adds; ``title`` and ``measure`` as typed, in his own language."""

    kind: str
    title: str
    measure: str
    target: float | None


@transaction.atomic
def change_target(
    *, probation_id: UUID, week: int, key: str, target: float, onward: bool, now: datetime
) -> int:
    """Another figure for a counted task, in one week or in all from it on; how many weeks changed."""
    probation, actor_id = _opened(probation_id)
    if not 0 <= target <= reporting.MOST:
        raise InvalidError("a target is a number from 0", fields={"target": "range"})
    rows = _open_rows(probation, week, key, onward=onward)
    if any(one.kind != "count" for one in rows):
        raise InvalidError("only what is counted has a target", fields={"target": "kind"})
    changed = [one for one in rows if one.target is None or float(one.target) != target]
    for one in changed:
        _replace(one, target, actor_id, now)
    if changed:
        _noted(probation, "task.changed", key, changed, target)
    return len(changed)


@transaction.atomic
def add_task(*, probation_id: UUID, week: int, task: NewTask, onward: bool, now: datetime) -> int:
    """A further task, in one week or in all from it on; how many weeks got it."""
    probation, actor_id = _opened(probation_id)
    title = reporting.clean(task.title)
    if task.kind not in reporting.KINDS or not 2 <= len(title) <= LONGEST_TITLE:
        raise InvalidError("a task has a title", fields={"title": "required"})
    if (task.kind == "count") != (task.target is not None):
        raise InvalidError("what is counted has a target", fields={"target": "required"})
    key = f"{slugify(title)[:40] or 'task'}-{new_id().hex[-6:]}"
    measure = reporting.clean(task.measure)
    added = [
        WeekTask(
            unit_id=probation.unit_id,
            candidate_id=probation.candidate_id,
            probation=probation,
            week=number,
            key=key,
            order=90,
            kind=task.kind,
            title={"zh": title, "en": title},
            measure={"zh": measure, "en": measure} if measure else {},
            target=task.target,
            by_id=actor_id,
            since=now,
        )
        for number in _open_weeks(probation, week, onward=onward)
    ]
    WeekTask.objects.bulk_create(added)
    _noted(probation, "task.added", key, added, task.target)
    return len(added)


@transaction.atomic
def drop_task(*, probation_id: UUID, week: int, key: str, onward: bool, now: datetime) -> int:
    """A task is not due any more, in one week or in all from it on."""
    probation, _ = _opened(probation_id)
    rows = _open_rows(probation, week, key, onward=onward)
    for one in rows:
        one.until = now
        one.save(update_fields=["until"])
    _noted(probation, "task.dropped", key, rows, None)
    return len(rows)


def _opened(probation_id: UUID) -> tuple[Probation, UUID]:
    probation = steps.locked(probation_id)
    by = steps.person_id(policies.GUIDE, probation)
    steps.check_running(probation)
    return probation, by


def _open_weeks(probation: Probation, week: int, *, onward: bool) -> list[int]:
    """Weeks that may still be changed: one whose report was sent is what it was. ConflictError
    (``week_reported``) when none is."""
    sent = set(WeekReport.objects.filter(probation=probation).values_list("week", flat=True))
    last = len(queries.weeks_of(probation))
    wanted = range(week, last + 1) if onward else range(week, week + 1)
    found = [one for one in wanted if 1 <= one <= last and one not in sent]
    if not found:
        raise ConflictError("the report of that week was sent", code="week_reported")
    return found


def _open_rows(probation: Probation, week: int, key: str, *, onward: bool) -> list[WeekTask]:
    weeks = _open_weeks(probation, week, onward=onward)
    rows = list(WeekTask.objects.filter(probation=probation, week__in=weeks, key=key, until=None))
    if not rows:
        raise NotFoundError("no such task")
    return rows


def _replace(one: WeekTask, target: float, actor_id: UUID, now: datetime) -> None:
    one.until = now
    one.save(update_fields=["until"])
    WeekTask.objects.create(
        unit_id=one.unit_id,
        candidate_id=one.candidate_id,
        probation_id=one.probation_id,
        week=one.week,
        key=one.key,
        order=one.order,
        kind=one.kind,
        title=one.title,
        measure=one.measure,
        target=target,
        competency=one.competency,
        by_id=actor_id,
        since=now,
    )


def _noted(probation: Probation, what: str, key: str, rows: list[WeekTask], target: float | None) -> None:
    weeks = [one.week for one in rows]
    steps.record(probation, what, {"task": key, "weeks": [min(weeks), max(weeks)], "target": target})
