"""Reads of background checks. Row-level security shows a branch its own and a person his own rows only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.db.models.functions import TruncMonth

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.foundation.workdays import bank_time
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.verification import library, policies
from bole.hiring.verification.models import Check, Dispute, Doubt, Finding, Paper, Step, Verification
from bole.hiring.verification.rules import comparing, machine, stability
from bole.hiring.verification.rules.comparing import Point
from bole.kernel.errors import NotFoundError

NOBODY = UUID(int=0)
FILTERS = ("open", "decide", "late", "by_hand", "consent", "done")


@dataclass(frozen=True, slots=True)
class Cost:
    """What the checks of one branch cost in one month, and how many sources were asked."""

    unit_id: UUID
    unit: str
    month: datetime
    fen: int
    checks: int


def visible_to(actor: Actor) -> QuerySet[Verification]:
    """Verifications the actor may see."""
    if actor.kind not in {"system", "candidate"} and not permissions.allowed(actor, policies.READ):
        return Verification.objects.none()
    if actor.kind == "candidate":
        return Verification.objects.filter(candidate_id=actor.candidate_id or NOBODY)
    return Verification.objects.select_related("candidate", "unit", "owner")


def has_open(application_id: UUID) -> bool:
    """Whether checks of the application are open, whoever asks."""
    with actors.system_scope("background check"):
        return Verification.objects.filter(application_id=application_id, settled_at=None).exists()


def stands_before_offer(found: Verification) -> bool:
    """Whether an offer is what comes next: the application stands in a stage of that kind."""
    with actors.system_scope("background check", found.unit_id):
        application = pipeline.get(found.application_id)
    if pipeline.is_closed(application):
        return False
    return pipeline.process_of(application).stage(application.stage).kind == "offer"


def gate(application_id: UUID) -> str:
    """Nobody moves an application on past checks that are open (``pipeline.gates``)."""
    return "checks_open" if has_open(application_id) else ""


def get(verification_id: UUID) -> Verification:
    """One; NotFoundError when not there or not to be seen."""
    found = visible_to(actors.current()).filter(pk=verification_id).first()
    if found is None:
        raise NotFoundError("no such verification")
    return found


def check(check_id: UUID) -> Check:
    """One check; NotFoundError when not there or not to be seen."""
    found = Check.objects.select_related("verification").filter(pk=check_id).first()
    if found is None or not visible_to(actors.current()).filter(pk=found.verification_id).exists():
        raise NotFoundError("no such check")
    return found


def paper(paper_id: UUID) -> Paper:
    """One paper that is still there; NotFoundError otherwise."""
    found = Paper.objects.filter(pk=paper_id, erased_at=None, file_id__isnull=False).first()
    if found is None or not visible_to(actors.current()).filter(pk=found.verification_id).exists():
        raise NotFoundError("no such paper")
    return found


def doubt(doubt_id: UUID) -> Doubt:
    """One line of a to-verify list."""
    found = Doubt.objects.filter(pk=doubt_id).first()
    if found is None or not visible_to(actors.current()).filter(pk=found.verification_id).exists():
        raise NotFoundError("no such line")
    return found


def dispute(dispute_id: UUID) -> Dispute:
    """One dispute."""
    found = Dispute.objects.select_related("check_of").filter(pk=dispute_id).first()
    if found is None or not visible_to(actors.current()).filter(pk=found.check_of.verification_id).exists():
        raise NotFoundError("no such dispute")
    return found


def listed(actor: Actor, which: str = "open", *, mine: bool = False) -> QuerySet[Verification]:
    """The list by filter: open ones, the oldest first; done ones, the newest first."""
    rows = visible_to(actor).prefetch_related("checks")
    if mine:
        rows = rows.filter(owner_id=actor.id)
    if which == "done":
        return rows.exclude(settled_at=None).order_by("-settled_at")
    rows = rows.filter(settled_at=None).order_by("opened_at")
    checks = Check.objects.filter(verification_id=OuterRef("pk"))
    states = Verification.State
    if which == "decide":
        return rows.filter(state__in=(states.REVIEW, states.TOLD, states.DISPUTE))
    if which == "consent":
        return rows.filter(state=states.CONSENT)
    if which == "late":
        return rows.filter(Exists(checks.filter(stalled_at__isnull=False, state__in=machine.BUSY)))
    if which == "by_hand":
        return rows.filter(Exists(checks.filter(state=machine.MANUAL)))
    return rows


def counts(actor: Actor) -> dict[str, int]:
    """How many each filter shows."""
    return {which: listed(actor, which).count() for which in FILTERS}


def waiting_rows() -> QuerySet[Verification]:
    """Those that wait for a decision, for the mark in the rail."""
    states = (Verification.State.REVIEW, Verification.State.DISPUTE)
    return visible_to(actors.current()).filter(state__in=states, settled_at=None)


def checks_of(verification_id: UUID) -> list[Check]:
    """All checks in order, with what they hold."""
    rows = Check.objects.filter(verification_id=verification_id).order_by("position")
    return list(rows.prefetch_related("findings__user", "papers", "disputes__answered_by"))


def doubts_of(verification_id: UUID) -> list[Doubt]:
    """The to-verify list."""
    rows = Doubt.objects.filter(verification_id=verification_id)
    return list(rows.select_related("owner", "resolved_by").order_by("position"))


def timeline(verification_id: UUID) -> list[Step]:
    """What happened, newest first."""
    rows = Step.objects.filter(verification_id=verification_id).select_related("user", "check_of")
    return list(rows.order_by("-number"))


def history(check_id: UUID) -> list[Finding]:
    """Every result of one check, corrections included, in order."""
    return list(Finding.objects.filter(check_of_id=check_id).select_related("user").order_by("number"))


def of_candidate(actor: Actor, candidate_id: UUID) -> list[Verification]:
    """All of one person, newest first."""
    rows = visible_to(actor).filter(candidate_id=candidate_id).prefetch_related("checks")
    return list(rows.order_by("-opened_at"))


def open_of(candidate_id: UUID) -> Verification | None:
    """The newest of one person that is open, else the newest at all; for the person's own page."""
    rows = of_candidate(actors.current(), candidate_id)
    return next((one for one in rows if one.settled_at is None), rows[0] if rows else None)


def costs(actor: Actor, months: int = 6) -> list[Cost]:
    """Per branch and month what sources were paid, newest month first."""
    if not permissions.allowed(actor, policies.READ):
        return []
    rows = (
        Check.objects.filter(charged_at__isnull=False)
        .annotate(month=TruncMonth("charged_at", tzinfo=bank_time.zone()))
        .values("unit_id", "unit__name_zh", "month")
        .annotate(fen=Sum("cost_fen"), n=Count("pk"))
        .order_by("-month", "unit__name_zh")
    )
    found = [Cost(row["unit_id"], row["unit__name_zh"], row["month"], row["fen"], row["n"]) for row in rows]
    known = sorted({one.month for one in found}, reverse=True)[:months]
    return [one for one in found if one.month in known]


def summary(application_id: UUID) -> dict[str, Any] | None:
    """How the checks of an application stand, for offers and insight; None where none were opened.

    ``outcome``: empty while open, else clear, accepted, adverse, stopped. Codes and counts only; the question
    about plans (``stability``) is a suggestion for a talk and never a score.
    """
    found = visible_to(actors.current()).filter(application_id=application_id).order_by("-opened_at").first()
    if found is None:
        return None
    checks = list(found.checks.all())
    flag = found.stability
    return {
        "verification_id": found.pk,
        "state": found.state,
        "outcome": found.state if found.settled_at else "",
        "settled_at": found.settled_at,
        "checks": {state: sum(one.state == state for one in checks) for state in {c.state for c in checks}},
        "kinds": {kind: sorted({one.state for one in checks if one.kind == kind}) for kind in _kinds(checks)},
        "not_told": sorted({name for one in checks for name in _not_told(one)}),
        "cost_fen": sum(one.cost_fen for one in checks if one.charged_at),
        "stability": {"certain": flag["certain"], "question": question_of(flag)} if flag else None,
    }


def question_of(flag: dict[str, Any]) -> dict[str, str]:
    """The suggested question of a kept stability flag, in both languages."""
    return stability.question(
        stability.Flag(flag["certain"], tuple(flag["employers"]), flag["first"], flag["last"])
    )


def _kinds(checks: Sequence[Check]) -> list[str]:
    return list(dict.fromkeys(one.kind for one in checks))


def _not_told(one: Check) -> list[str]:
    return [f"{one.kind}.{row['field']}" for row in one.points or [] if row["verdict"] == "not_told"]


def degree_beside(
    candidate_id: UUID, certificate: Mapping[str, str], now: datetime
) -> tuple[UUID, list[Point]] | None:
    """What the newest degree check was told, set beside a certificate the person handed in later
    (``school``, ``degree``, ``major``, ``end``): the verification, and the fields both sides know. None
    without a result that is still kept, or for somebody who may not read checks."""
    seen = visible_to(actors.current()).filter(candidate_id=candidate_id)
    told = Finding.objects.filter(check_of__verification__in=seen, check_of__kind="degree", verdict="found")
    newest = told.select_related("check_of").order_by("-received_at", "-number").first()
    if newest is None or not newest.facts:
        return None
    points = comparing.compare(
        "degree",
        certificate,
        "found",
        newest.facts,
        degrees=library.degrees(),
        today=bank_time.today(now),
    )
    return newest.check_of.verification_id, [one for one in points if one.claimed and one.found]
