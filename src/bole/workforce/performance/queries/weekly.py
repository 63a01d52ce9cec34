"""What was due, sent and said in each week of a probation."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bole.foundation.access import actors
from bole.kernel.errors import NotFoundError
from bole.workforce.performance.models import (
    Attachment,
    Probation,
    WeekDraft,
    WeekNote,
    WeekReport,
    WeekTask,
)
from bole.workforce.performance.rules import weeks
from bole.workforce.performance.rules.weeks import Week


@dataclass(frozen=True, slots=True)
class WeekSheet:
    """Everything of one week. ``report`` is the newest one sent; ``older`` those it corrected."""

    week: Week
    tasks: list[WeekTask]
    gone: list[WeekTask]  # taken out or changed since
    report: WeekReport | None
    older: list[WeekReport]
    notes: list[WeekNote]
    rating: int | None
    draft: WeekDraft | None
    attachments: list[Attachment]
    share: float | None


def weeks_of(probation: Probation) -> tuple[Week, ...]:
    """All weeks of it."""
    return weeks.weeks(probation.starts_on, probation.ends_on)


def sheets(probation: Probation) -> list[WeekSheet]:
    """Every week with what was due, sent and said; seven queries however many weeks."""
    tasks = _by_week(WeekTask.objects.filter(probation=probation))
    reports = _by_week(WeekReport.objects.filter(probation=probation))
    notes = _by_week(WeekNote.objects.filter(probation=probation).select_related("by"))
    files = _by_week(Attachment.objects.filter(probation=probation, removed_at=None))
    drafts = {one.week: one for one in _drafts(probation)}
    found = []
    for week in weeks_of(probation):
        number = week.number
        sent = reports.get(number, [])
        latest = next((one for one in sent if one.latest), None)
        said = notes.get(number, [])
        found.append(
            WeekSheet(
                week=week,
                tasks=[one for one in tasks.get(number, []) if one.until is None],
                gone=[one for one in tasks.get(number, []) if one.until is not None],
                report=latest,
                older=[one for one in sent if not one.latest],
                notes=said,
                rating=next((one.rating for one in reversed(said) if one.rating), None),
                draft=drafts.get(number),
                attachments=files.get(number, []),
                share=share_of(latest) if latest else None,
            )
        )
    return found


def sheet(probation: Probation, number: int) -> WeekSheet:
    """One week; NotFoundError for a week the probation has not."""
    found = next((one for one in sheets(probation) if one.week.number == number), None)
    if found is None:
        raise NotFoundError("no such week")
    return found


def share_of(report: WeekReport) -> float | None:
    """How far the targets of a report were reached."""
    return weeks.share(
        {key: float(value) for key, value in report.targets.items() if value is not None},
        {key: float(value) for key, value in report.figures.items() if value is not None},
    )


def reached_by_task(probation: Probation) -> dict[str, float]:
    """Task → share of its targets reached over all reported weeks, 0–1."""
    target: dict[str, float] = {}
    done: dict[str, float] = {}
    for one in WeekReport.objects.filter(probation=probation, latest=True):
        for key, wanted in one.targets.items():
            if wanted:
                target[key] = target.get(key, 0.0) + float(wanted)
                done[key] = done.get(key, 0.0) + min(float(wanted), float(one.figures.get(key) or 0.0))
    return {key: done[key] / target[key] for key in target}


def _by_week(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for one in rows:
        found.setdefault(one.week, []).append(one)
    return found


def _drafts(probation: Probation) -> Iterable[WeekDraft]:
    """What was not sent is the employee's own: nobody else reads it."""
    if actors.current().kind != "candidate":
        return ()
    return WeekDraft.objects.filter(probation=probation)
