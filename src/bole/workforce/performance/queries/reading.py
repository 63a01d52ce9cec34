"""Probations, decisions, reviews and plans. Row-level security cuts to units; roles and managers are cut
here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.foundation.org import queries as org
from bole.foundation.signing import queries as signing
from bole.kernel.errors import DeniedError, NotFoundError
from bole.workforce.performance import policies
from bole.workforce.performance.models import (
    Decision,
    Plan,
    PlanItem,
    Probation,
    Review,
    TeamWish,
    WeekReport,
)
from bole.workforce.performance.queries.weekly import share_of, weeks_of
from bole.workforce.performance.rules import states, weeks
from bole.workforce.performance.rules.weeks import Standing

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
