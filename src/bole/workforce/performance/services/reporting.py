"""The employee's week: a draft that is not lost, the report, its corrections; and what the manager says to
it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.files import services as files
from bole.foundation.workdays import bank_time
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.workforce.performance import policies, queries
from bole.workforce.performance.events import WeekReported
from bole.workforce.performance.models import (
    Attachment,
    Probation,
    WeekDraft,
    WeekNote,
    WeekReport,
    WeekTask,
)
from bole.workforce.performance.rules import reporting
from bole.workforce.performance.rules.weeks import week_on
from bole.workforce.performance.services import steps

MOST_FILES = 5
LARGEST = 10 * 1024 * 1024
Figures = Mapping[str, Mapping[str, Any]]


@transaction.atomic
def save_draft(*, probation_id: UUID, week: int, figures: Figures, words: str, now: datetime) -> WeekDraft:
    """Keep what was typed as it was typed; checks come with sending."""
    probation = _opened(probation_id, week, now)
    known = set(_tasks(probation, week))
    kept = {
        key: {
            name: str(value)[: reporting.LONGEST_TASK]
            for name, value in line.items()
            if name in {"done", "words"}
        }
        for key, line in figures.items()
        if key in known
    }
    draft, _ = WeekDraft.objects.update_or_create(
        probation=probation,
        week=week,
        defaults={
            "unit_id": probation.unit_id,
            "candidate_id": probation.candidate_id,
            "body": {"figures": kept, "words": words[: reporting.LONGEST]},
            "saved_at": now,
        },
    )
    return draft


@transaction.atomic
def send_report(*, probation_id: UUID, week: int, figures: Figures, words: str, now: datetime) -> WeekReport:
    """Send the report of a week, or a correction as its next version; the same once more is the same.

    InvalidError names the fields; ConflictError when the probation is over or a review rests on the week.
    """
    probation = _opened(probation_id, week, now)
    tasks = _tasks(probation, week)
    rules = {key: reporting.Task(key, one.kind, _number(one.target)) for key, one in tasks.items()}
    filled = reporting.check(rules, figures, words)
    reporting.check_complete(rules, filled)
    before = WeekReport.objects.filter(probation=probation, week=week, latest=True).first()
    fresh = _report(probation, week, filled, tasks, before, now)
    if before is not None and _same(before, fresh):
        return before
    if before is not None:
        before.latest = False
        before.save(update_fields=["latest"])
    fresh.save()
    WeekDraft.objects.filter(probation=probation, week=week).delete()
    steps.record(probation, "week.reported", {"week": week, "version": fresh.version})
    ids = (probation.pk, probation.candidate_id, probation.unit_id)
    events.publish(WeekReported(*ids, week=week, version=fresh.version))
    return fresh


@transaction.atomic
def attach(*, probation_id: UUID, week: int, name: str, body: bytes, now: datetime) -> Attachment:
    """Put a picture or a PDF beside a week. InvalidError: ``too_many_files``, ``upload_too_large``,
    ``type_not_allowed``, ``empty``."""
    probation = _opened(probation_id, week, now)
    there = Attachment.objects.filter(probation=probation, week=week, removed_at=None).count()
    if there >= MOST_FILES:
        raise InvalidError("five files are enough for a week", code="too_many_files")
    if len(body) > LARGEST:
        raise InvalidError("the file is larger than it may be", code="upload_too_large")
    stored = files.keep_whole(
        unit_id=probation.unit_id,
        candidate_id=probation.candidate_id,
        purpose="document",
        body=body,
        now=now,
    )
    return Attachment.objects.create(
        unit_id=probation.unit_id,
        candidate_id=probation.candidate_id,
        probation=probation,
        week=week,
        file_id=stored.pk,
        name=reporting.clean(name)[:120] or "file",
        added_at=now,
    )


@transaction.atomic
def remove_attachment(*, probation_id: UUID, attachment_id: UUID, now: datetime) -> None:
    """Take a file off the week. One a sent report carried stays with that version."""
    probation = steps.locked_own(probation_id)
    found = Attachment.objects.filter(probation=probation, pk=attachment_id, removed_at=None).first()
    if found is None:
        raise NotFoundError("no such file")
    _opened(probation_id, found.week, now)
    found.removed_at = now
    found.save(update_fields=["removed_at"])
    sent = WeekReport.objects.filter(probation=probation, week=found.week)
    if not any(str(found.file_id) == one["id"] for report in sent for one in report.files):
        files.erase(file_id=found.file_id, now=now, reason="removed_by_owner")


@transaction.atomic
def comment(*, probation_id: UUID, week: int, words: str, rating: int | None, now: datetime) -> WeekNote:
    """Manager or HR says something to a week, with a rating 1–5 or without one. The employee reads it."""
    probation = steps.locked(probation_id)
    by = steps.person_id(policies.GUIDE, probation)
    steps.check_running(probation)
    said = reporting.clean(words)
    if rating is not None and rating not in reporting.RATINGS:
        raise InvalidError("a rating is 1 to 5", fields={"rating": "range"})
    if not said and rating is None:
        raise InvalidError("nothing was said", fields={"words": "required"})
    if len(said) > reporting.LONGEST:
        raise InvalidError("too long", fields={"words": "too_long"})
    _check_begun(probation, week, now)
    if _repeated(probation, week, said, rating, by):
        raise ConflictError("that was said already", code="said_already")
    note = WeekNote.objects.create(
        unit_id=probation.unit_id,
        candidate_id=probation.candidate_id,
        probation=probation,
        week=week,
        rating=rating,
        words=said,
        by_id=by,
        at=now,
    )
    steps.record(probation, "week.commented", {"week": week, "rated": rating is not None})
    return note


def _opened(probation_id: UUID, week: int, now: datetime) -> Probation:
    """The employee's own, while that week can still be written."""
    probation = steps.locked_own(probation_id)
    _check_begun(probation, week, now)
    reporting.check_open(
        probation.state,
        reviewed=probation.reviewed_until > 0,
        number=week,
        reviewed_until=probation.reviewed_until,
    )
    return probation


def _check_begun(probation: Probation, week: int, now: datetime) -> None:
    day = bank_time.today(now)
    if day < probation.starts_on:
        raise InvalidError("that week has not begun", code="week_not_begun")
    current = week_on(day, probation.starts_on, probation.ends_on)
    reporting.check_week(week, current.number if current else None, len(queries.weeks_of(probation)))


def _tasks(probation: Probation, week: int) -> dict[str, WeekTask]:
    rows = WeekTask.objects.filter(probation=probation, week=week, until=None)
    return {one.key: one for one in rows}


def _report(
    probation: Probation,
    week: int,
    filled: reporting.Filled,
    tasks: Mapping[str, WeekTask],
    before: WeekReport | None,
    now: datetime,
) -> WeekReport:
    carried = Attachment.objects.filter(probation=probation, week=week, removed_at=None)
    return WeekReport(
        unit_id=probation.unit_id,
        candidate_id=probation.candidate_id,
        probation=probation,
        week=week,
        version=before.version + 1 if before else 1,
        figures={key: line["done"] for key, line in filled.figures.items()},
        targets={key: _number(one.target) for key, one in tasks.items() if one.target is not None},
        body={
            "words": filled.words,
            "tasks": {key: line["words"] for key, line in filled.figures.items() if line["words"]},
        },
        files=[{"id": str(one.file_id), "name": one.name} for one in carried],
        sent_at=now,
    )


def _same(one: WeekReport, other: WeekReport) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in ("figures", "targets", "body", "files"))


def _repeated(probation: Probation, week: int, words: str, rating: int | None, user_id: UUID) -> bool:
    last = WeekNote.objects.filter(probation=probation, week=week).last()
    return last is not None and (last.words, last.rating, last.by_id) == (words, rating, user_id)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
