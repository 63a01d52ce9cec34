"""Reads of probations and plans. Row-level security cuts to units; roles and managers are cut here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.foundation.org import queries as org
from bole.foundation.signing import queries as signing
from bole.kernel.errors import DeniedError, NotFoundError
from bole.workforce.performance import policies
from bole.workforce.performance.models import (
    Attachment,
    Decision,
    Plan,
    PlanItem,
    Probation,
    Review,
    TeamWish,
    WeekDraft,
    WeekNote,
    WeekReport,
    WeekTask,
)
from bole.workforce.performance.rules import retention, states, weeks
from bole.workforce.performance.rules.weeks import Standing, Week

NOBODY = UUID(int=0)
WAITING = (Decision.State.WAITS_PERSON, Decision.State.WAITS_EMPLOYEE)


@dataclass(frozen=True, slots=True)
class Row:
    """One probation of the list with its traffic light."""

    probation: Probation
    standing: Standing
    week: int | None
    weeks: int
    days_left: int
    reviewed: bool
    waiting: str  # kind of the decision that waits


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


@dataclass(frozen=True, slots=True)
class Kept:
    """How many stayed, of the probations settled in a period."""

    label: str
    rate: retention.Rate


def visible_to(actor: Actor) -> QuerySet[Probation]:
    """HR: of their units; a hiring manager: of his; whoever is named manager: those; an employee: his own."""
    if actor.kind == "candidate":
        return Probation.objects.filter(candidate_id=actor.candidate_id or NOBODY)
    rows = Probation.objects.select_related("unit", "manager")
    if actor.kind == "system":
        return rows
    if actor.kind != "user" or not permissions.allowed(actor, policies.READ):
        return Probation.objects.none()
    return rows.filter(Q(unit_id__in=units_with(actor, policies.WHOLE_UNIT)) | Q(manager_id=actor.id))


def units_with(actor: Actor, permission: str) -> list[UUID]:
    """The units a right holds for: a role at one branch opens nothing at another."""
    held = permissions.get(permission).roles
    roots = tuple({grant.unit_id for grant in actor.grants if grant.role in held})
    return [unit.pk for unit in org.subtree(roots)] if roots else []


def get(probation_id: UUID) -> Probation:
    """One probation; NotFoundError when not there, DeniedError when it is in a unit one sees otherwise."""
    actor = actors.current()
    found = visible_to(actor).filter(pk=probation_id).first()
    if found is not None:
        return found
    if actor.kind == "user" and Probation.objects.filter(pk=probation_id).exists():
        raise DeniedError("somebody else guides this employee")
    raise NotFoundError("no such probation")


def own(candidate_id: UUID) -> Probation:
    """The probation of the person on the phone; NotFoundError without one."""
    found = visible_to(actors.current()).filter(candidate_id=candidate_id).first()
    if found is None:
        raise NotFoundError("no probation")
    return found


def of_candidate(actor: Actor, candidate_id: UUID) -> Probation | None:
    """A person's probation, if the actor may see it."""
    return visible_to(actor).filter(candidate_id=candidate_id).first()


def may(actor: Actor, permission: str, probation: Probation) -> bool:
    """Whether somebody may do that with this probation: his right for its unit, or its manager's."""
    if actor.kind != "user":
        return actor.kind == "system"
    if probation.manager_id == actor.id and permission in {policies.GUIDE, policies.REVIEW, policies.READ}:
        return permissions.allowed(actor, permission)
    if permission in {policies.GUIDE, policies.REVIEW, policies.READ}:
        return permissions.allowed(actor, policies.WHOLE_UNIT, probation.unit_id)
    return permissions.allowed(actor, permission, probation.unit_id)


def weeks_of(probation: Probation) -> tuple[Week, ...]:
    """All weeks of it."""
    return weeks.weeks(probation.starts_on, probation.ends_on)


def listing(actor: Actor, today: date, *, settled: bool = False, limit: int = 200) -> list[Row]:
    """Running probations, those behind first, then the nearest end; or settled ones, newest first."""
    chosen = visible_to(actor)
    if settled:
        chosen = chosen.exclude(state=Probation.State.RUNNING).order_by("-settled_on", "pk")
    else:
        chosen = chosen.filter(state=Probation.State.RUNNING).order_by("ends_on", "pk")
    rows = _rows(list(chosen[:limit]), today)
    order = {"late": 0, "slow": 1, "good": 2, "new": 3}
    return rows if settled else sorted(rows, key=lambda row: order[row.standing.tone])


def row_of(probation: Probation, today: date) -> Row:
    """The same for one."""
    return _rows([probation], today)[0]


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


def decisions(probation: Probation) -> list[Decision]:
    """Everything that was decided or asked, oldest first. An employee sees what concerns him already: not
    what still waits for a second person, nor what such a person refused."""
    rows = Decision.objects.filter(probation=probation)
    if actors.current().kind == "candidate":
        hidden = [Decision.State.WAITS_PERSON, Decision.State.WITHDRAWN, Decision.State.VOID]
        return [
            one
            for one in rows.exclude(state__in=hidden)
            if not (one.kind == "end" and one.state == Decision.State.REFUSED)
        ]
    return list(rows.select_related("by", "second"))


def decision(decision_id: UUID) -> Decision:
    """One decision; NotFoundError when its probation is not to be seen."""
    found = Decision.objects.filter(pk=decision_id).first()
    if found is None:
        raise NotFoundError("no such decision")
    get(found.probation_id)
    return found


def paper_file(paper: Mapping[str, str]) -> UUID:
    """The file of a decision's paper: the sealed one, once it is sealed."""
    if "document_id" in paper:
        return UUID(str(signing.document(UUID(paper["document_id"])).file_id))
    return UUID(paper["file_id"])


def waiting(probation: Probation) -> Decision | None:
    """The decision that waits for somebody."""
    return Decision.objects.filter(probation=probation, state__in=WAITING).first()


def extended(probation: Probation) -> bool:
    """Whether it was extended once."""
    return Decision.objects.filter(probation=probation, kind="extend", state="effective").exists()


def reviews(probation: Probation) -> list[Review]:
    """The reviews handed in."""
    rows = Review.objects.filter(probation=probation)
    return list(rows if actors.current().kind == "candidate" else rows.select_related("by"))


def reviewed(probation: Probation) -> bool:
    """Whether the review that is due was handed in: after an extension a second one is."""
    return Review.objects.filter(probation=probation).count() > int(extended(probation))


def plans(probation: Probation) -> list[Plan]:
    """All versions, newest first; an employee sees what was given to him."""
    rows = Plan.objects.filter(probation=probation).order_by("-number").prefetch_related("items")
    if actors.current().kind == "candidate":
        return list(rows.exclude(state=Plan.State.DRAFT))
    return list(rows.select_related("approved_by"))


def item(item_id: UUID) -> PlanItem:
    """One item of a plan; NotFoundError when it is not to be seen."""
    found = PlanItem.objects.select_related("plan").filter(pk=item_id).first()
    if found is None:
        raise NotFoundError("no such item")
    get(found.plan.probation_id)
    return found


def wish(candidate_id: UUID) -> TeamWish | None:
    """What the person answered for himself. The row policy shows it to nobody else."""
    return TeamWish.objects.filter(candidate_id=candidate_id).first()


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


def kept(actor: Actor, since: date, until: date) -> retention.Rate:
    """Retention of the probations settled in ``[since, until)``."""
    rows = _settled(actor, since, until).values_list("state", flat=True)
    found = list(rows)
    return retention.Rate(sum(one in states.STAYED for one in found), len(found))


def kept_by(
    actor: Actor, since: date, until: date
) -> dict[str, list[tuple[Mapping[str, str], retention.Rate]]]:
    """The same by job and by unit: name {zh, en} and rate, the largest groups first."""
    rows = _settled(actor, since, until).values_list(
        "state", "job_key", "job_title", "unit_id", "unit__name_zh", "unit__name_en"
    )
    groups: dict[str, dict[Any, tuple[Mapping[str, str], list[str]]]] = {"job": {}, "unit": {}}
    for state, job, title, unit, zh, en in rows:
        groups["job"].setdefault(job, (title, []))[1].append(state)
        groups["unit"].setdefault(unit, ({"zh": zh, "en": en}, []))[1].append(state)
    return {
        kind: sorted(((name, _rate(found)) for name, found in group.values()), key=lambda pair: -pair[1].n)
        for kind, group in groups.items()
    }


def outcomes(actor: Actor, since: date, until: date) -> dict[str, int]:
    """How many probations ended how."""
    counted = dict.fromkeys(sorted(states.OVER), 0)
    for state in _settled(actor, since, until).values_list("state", flat=True):
        counted[state] += 1
    return counted


def _rate(found: Sequence[str]) -> retention.Rate:
    return retention.Rate(sum(one in states.STAYED for one in found), len(found))


def _settled(actor: Actor, since: date, until: date) -> QuerySet[Probation]:
    """For figures alone: of the units the right to them holds for."""
    rows = Probation.objects.filter(settled_on__gte=since, settled_on__lt=until)
    if actor.kind != "system":
        rows = rows.filter(unit_id__in=units_with(actor, policies.FIGURES))
    return rows.order_by()


def _rows(found: Sequence[Probation], today: date) -> list[Row]:
    """Four queries for the whole page."""
    ids = [one.pk for one in found]
    shares: dict[UUID, dict[int, float | None]] = {pk: {} for pk in ids}
    for report in WeekReport.objects.filter(probation_id__in=ids, latest=True).defer("body"):
        shares[report.probation_id][report.week] = share_of(report)
    open_ones = dict(
        Decision.objects.filter(probation_id__in=ids, state__in=WAITING).values_list("probation_id", "kind")
    )
    longer = set(
        Decision.objects.filter(probation_id__in=ids, kind="extend", state="effective").values_list(
            "probation_id", flat=True
        )
    )
    handed = list(Review.objects.filter(probation_id__in=ids).values_list("probation_id", flat=True))
    return [
        _row(
            one,
            today,
            shares[one.pk],
            open_ones.get(one.pk, ""),
            handed.count(one.pk) > int(one.pk in longer),
        )
        for one in found
    ]


def _row(
    one: Probation, today: date, shares: Mapping[int, float | None], waits: str, was_reviewed: bool
) -> Row:
    every = weeks_of(one)
    now = weeks.week_on(today, one.starts_on, one.ends_on)
    return Row(
        probation=one,
        standing=weeks.standing(every, shares, shares.keys(), min(today, one.settled_on or today)),
        week=now.number if now else None,
        weeks=len(every),
        days_left=states.days_left(one.ends_on, today),
        reviewed=was_reviewed,
        waiting=waits,
    )


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
