"""Reads of agreement. Row-level security cuts ratings to the actor's units; named people are shown to
themselves, and to head office for a purpose."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from bole.foundation.access import permissions, roles
from bole.foundation.access.actors import Actor, system_scope
from bole.hiring.panels import queries as panels
from bole.hiring.requisitions import queries as requisitions
from bole.insight.agreement import machine, people, policies
from bole.insight.agreement.machine import Consistency, Gate, Judged
from bole.insight.agreement.models import Mismatch
from bole.insight.agreement.people import Job, Rated, Rater, Raters
from bole.insight.funnel.grouping import grouped
from bole.insight.funnel.headline import finished_between
from bole.kernel.errors import NotFoundError
from bole.measurement import api as measurement
from bole.measurement.reliability import Estimate

GATE = (
    "job, count(DISTINCT application_id) FILTER (WHERE total >= pass_mark),"
    " count(DISTINCT application_id) FILTER (WHERE total IS NOT NULL)"
)
RECENT = 30


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days figures rest on."""

    start: datetime
    end: datetime

    @classmethod
    def last(cls, days: int, now: datetime) -> "Stretch":
        """So many days up to now."""
        return cls(now - timedelta(days=days), now)


@dataclass(frozen=True, slots=True)
class Found:
    """Jobs with their agreement; ``not_blind``: ratings left out because the rater had seen scores."""

    jobs: list[Job]
    not_blind: int


@dataclass(frozen=True, slots=True)
class OnePanel:
    """One panel everybody has submitted to."""

    panel: Any
    levels: dict[UUID, dict[str, int | None]]
    names: dict[UUID, str]
    icc: Any


def agreement(actor: Actor, stretch: Stretch) -> Found:
    """Per job and competency, in the units the actor sees."""
    permissions.require(actor, policies.VIEW)
    rows, not_blind = _rows(actor, stretch)
    return Found(people.jobs(rows), not_blind)


def one_panel(actor: Actor, panel_id: UUID) -> OnePanel:
    """The first cards of one panel; NotFoundError where the actor may not know of it, or somebody has not
    submitted."""
    permissions.require(actor, policies.MINE)
    panel = panels.get(panel_id)
    together = panels.together(panel)
    if together is None:
        raise NotFoundError("not everybody has submitted")
    levels = {user: dict(card.levels) for user, card in together.first.items()}
    names = {card.user_id: card.user.get_short_name() for card in together.first.values()}
    return OnePanel(panel, levels, names, people.one_panel(levels))


def recent_panels(actor: Actor, stretch: Stretch) -> list[Any]:
    """Panels everybody has submitted to, the newest first."""
    permissions.require(actor, policies.VIEW)
    rows = panels.visible_to(actor).filter(revealed_at__gte=stretch.start, revealed_at__lt=stretch.end)
    return list(rows.order_by("-revealed_at", "pk")[:RECENT])


def mine(actor: Actor, stretch: Stretch) -> Rater | None:
    """How the actor's own ratings lie beside those of his colleagues, of whom he learns nothing by name."""
    permissions.require(actor, policies.MINE)
    return None if actor.id is None else _everybody(stretch).of(actor.id)


def everybody(actor: Actor, stretch: Stretch) -> dict[UUID, Estimate]:
    """The severity of everybody who rated. The caller has written down for what purpose."""
    permissions.require(actor, policies.PEOPLE)
    raters = _everybody(stretch)
    return {user_id: raters.severity_of(user_id) for user_id in raters.ids()}


def one_rater(actor: Actor, user_id: UUID, stretch: Stretch) -> Rater:
    """One named person. The caller has written down for what purpose."""
    permissions.require(actor, policies.PEOPLE)
    found = _everybody(stretch).of(user_id)
    if found is None:
        raise NotFoundError("nobody who rated")
    return found


def consistencies(actor: Actor, stretch: Stretch) -> list[Consistency]:
    """Machine against panel, job by job: jobs with a closed panel or a report."""
    if actor.kind != "system":
        permissions.require(actor, policies.VIEW)
    rows, _ = _rows(actor, stretch)
    by_job: dict[str, list[Rated]] = {}
    for row in rows:
        by_job.setdefault(row.job_key, []).append(row)
    judged: dict[str, list[Judged]] = {}
    for one in panels.verdicts(actor, since=stretch.start, until=stretch.end):
        judged.setdefault(one.job_key, []).append(Judged(one.application_id, one.passed, one.ai_passed))
    gates = _gates(actor, stretch)
    return [
        machine.consistency(key, gates.get(key, Gate(0, 0)), judged.get(key, []), by_job.get(key, []))
        for key in sorted({*judged, *gates})
    ]


def words() -> tuple[dict[str, Any], dict[str, Any]]:
    """Titles of jobs and labels of competencies in both languages, those of all openings: neither is a
    secret inside the bank."""
    labels: dict[str, Any] = dict(measurement.competency_labels())
    titles: dict[str, Any] = {}
    with system_scope("titles of jobs") as machine_itself:
        rows = requisitions.visible_to(machine_itself).order_by("created_at", "pk")
        for key, zh, en, own in rows.values_list("job_key", "title_zh", "title_en", "portrait__labels"):
            titles[key] = {"zh": zh, "en": en}
            labels |= own or {}
    return titles, labels


def mismatches(actor: Actor) -> QuerySet[Mismatch]:
    """What was found, the newest first; head office's business."""
    rows = Mismatch.objects.all()
    return rows if permissions.allowed(actor, policies.CHANGE) else rows.none()


def _everybody(stretch: Stretch) -> Raters:
    """All ratings of the bank: severity is found beside everybody one sat with, wherever that was."""
    with system_scope("agreement of raters") as machine_itself:
        rows, _ = _rows(machine_itself, stretch)
    return Raters(rows)


def _rows(actor: Actor, stretch: Stretch) -> tuple[list[Rated], int]:
    found: list[Rated] = []
    not_blind = 0
    for row in panels.ratings_for_statistics(actor, since=stretch.start, until=stretch.end):
        if row.blind:
            found.append(_rated(row))
        else:
            not_blind += 1
    return found, not_blind


def _rated(row: panels.RatingRow) -> Rated:
    return Rated(
        row.panel_id,
        row.application_id,
        row.job_key,
        row.user_id,
        row.competency,
        row.level,
        row.score,
        people.month_of(row.submitted_at),
        row.ai_score,
    )


def _gates(actor: Actor, stretch: Stretch) -> dict[str, Gate]:
    """Job → reached the pass mark, of reports with a total. An auditor opens no interview: the machine
    counts for him, part by part of the bank he sees."""
    if actor.kind != "user" or actor.roles & roles.HR:
        return _gates_of(actor, stretch)
    found: dict[str, Gate] = {}
    for unit_id in actor.unit_ids:
        with system_scope("rates of machine and panel", unit_id) as counting:
            for job, gate in _gates_of(counting, stretch).items():
                before = found.get(job, Gate(0, 0))
                found[job] = Gate(before.passed + gate.passed, before.n + gate.n)
    return found


def _gates_of(actor: Actor, stretch: Stretch) -> dict[str, Gate]:
    rows = finished_between(actor, stretch.start, stretch.end)
    rows = rows.annotate(job=F("application__requisition__job_key"))
    counted = grouped(rows.values("job", "application_id", "total", "pass_mark"), GATE, "GROUP BY job")
    return {job: Gate(passed, n) for job, passed, n in counted if n}
