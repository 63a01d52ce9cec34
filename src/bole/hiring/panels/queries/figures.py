"""What storeys above read of panels: the score, and rows for statistics."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.hiring.panels import policies
from bole.hiring.panels.models import Card, Panel
from bole.hiring.panels.rules.cards import score_of


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One member's level for one competency, beside the machine's score of it. ``blind``: he had seen
    neither the machine's scores nor another card."""

    panel_id: UUID
    application_id: UUID
    unit_id: UUID
    job_key: str
    user_id: UUID
    competency: str
    level: int
    score: float
    submitted_at: datetime
    blind: bool
    ai_score: float | None
    ai_passed: bool | None


def closed_score(application_id: UUID) -> float | None:
    """The score of the newest closed panel, 0–100; None without one."""
    rows = Panel.objects.filter(application_id=application_id, state=Panel.State.CLOSED)
    found = rows.order_by("-closed_at").values_list("score", flat=True).first()
    return None if found is None else float(found)


def ratings_for_statistics(
    actor: Actor,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    job_key: str = "",
    unit_ids: tuple[UUID, ...] = (),
) -> Iterator[RatingRow]:
    """Independent ratings: the first submitted card of every member, of panels in which everybody has
    submitted. An amended one was written knowing the others and is left out. For HR, auditors, the
    machine."""
    if actor.kind != "system" and not permissions.allowed(actor, policies.FIGURES):
        return
    rows = Card.objects.filter(version=1, submitted_at__isnull=False, panel__revealed_at__isnull=False)
    if since is not None:
        rows = rows.filter(submitted_at__gte=since)
    if until is not None:
        rows = rows.filter(submitted_at__lt=until)
    if job_key:
        rows = rows.filter(panel__job_key=job_key)
    if unit_ids:
        rows = rows.filter(unit_id__in=unit_ids)
    values = rows.order_by("submitted_at", "pk").values_list(
        "panel_id",
        "panel__application_id",
        "unit_id",
        "panel__job_key",
        "user_id",
        "levels",
        "submitted_at",
        "blind",
        "panel__machine",
        "panel__machine_passed",
    )
    for panel, application, unit, job, user, levels, at, blind, machine, passed in values.iterator(2000):
        for key, level in sorted(levels.items()):
            if level is not None and at is not None:
                yield RatingRow(
                    panel, application, unit, job, user, key, level, score_of(level), at, blind,
                    machine.get(key), passed,
                )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a panel decided beside what the machine said of the same person."""

    panel_id: UUID
    application_id: UUID
    unit_id: UUID
    job_key: str
    closed_at: datetime
    score: float | None
    passed: bool
    ai_score: float | None
    ai_passed: bool | None


def verdicts(actor: Actor, *, since: datetime | None = None, until: datetime | None = None) -> list[Verdict]:
    """Closed panels in order; for HR, auditors and the machine."""
    if actor.kind != "system" and not permissions.allowed(actor, policies.FIGURES):
        return []
    rows = Panel.objects.filter(state=Panel.State.CLOSED)
    if since is not None:
        rows = rows.filter(closed_at__gte=since)
    if until is not None:
        rows = rows.filter(closed_at__lt=until)
    values = rows.order_by("closed_at", "pk").values_list(
        "pk", "application_id", "unit_id", "job_key", "closed_at", "score", "decision", "machine_total",
        "machine_passed",
    )  # fmt: skip
    return [
        Verdict(
            pk,
            application,
            unit,
            job,
            at,
            _number(score),
            decision == Panel.Decision.ADVANCED,
            _number(machine),
            passed,
        )
        for pk, application, unit, job, at, score, decision, machine, passed in values
        if at is not None
    ]


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
