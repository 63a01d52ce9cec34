"""What a card says: name and value, where and what, what to do next, how long it is here. Four lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bole.foundation.ui.formats import one_decimal, say
from bole.hiring.pipeline import queries
from bole.web.console.words import Standing

BEFORE = ("screening", "ai_interview")  # kinds of stages
SOON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Facts:
    """What higher steps know of one application: its newest interview, and its report as this reader may
    see it (``report``: a value of ``assessment.queries.latest_for_interviews``)."""

    interview_id: UUID | None = None
    standing: Standing | None = None
    report: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A stage a card may go to."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody should do next, and where."""

    text: str
    tone: str
    icon: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """The stage's service level: ``state`` is late, soon, kept, or empty where there is none."""

    state: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """One application: name and value, unit and number, what to do next, how long it is here and there."""

    id: UUID
    version: int
    name: str
    number: str
    unit: str
    value: str
    half: str
    url: str
    step: Step
    limit: Limit
    stage: str
    interview_id: UUID | None
    stay: str
    age: str
    moves: tuple[Move, ...]
    ends: bool
    owner: str


def limit_of(application: Any, now: datetime) -> Limit:
    """How the stage's service level stands."""
    due = application.due_at
    if due is None or queries.is_closed(application):
        return Limit("", "")
    left = days(abs((due - now).total_seconds()))
    if due < now:
        return Limit("late", _("over the limit by %(time)s") % {"time": left})
    return Limit("soon" if due < now + SOON else "kept", _("%(time)s left") % {"time": left})


def card(application: Any, facts: Facts, now: datetime, *, may_move: bool) -> Card:
    """One card; the value is the report's total, and nothing for a reader who is blind to it."""
    report = facts.report or {}
    total, sem = report.get("total"), report.get("total_sem")
    return Card(
        id=application.pk,
        version=application.version,
        name=application.candidate.name or _("erased"),
        number=application.candidate.number,
        unit=application.unit.name,
        value=one_decimal(float(total)) if total is not None else "",
        half=one_decimal(1.96 * float(sem)) if total is not None and sem is not None else "",
        url=address(application, facts, may_move=may_move),
        step=next_step(application, facts, may_move=may_move),
        limit=limit_of(application, now),
        stage=application.stage,
        interview_id=facts.interview_id,
        stay=days((now - application.stage_since).total_seconds()),
        age=days((now - application.created_at).total_seconds()),
        moves=moves(application) if may_move else (),
        ends=may_move and not queries.is_closed(application) and not report.get("hidden"),
        owner=_owner(application),
    )


def _owner(application: Any) -> str:
    """Who answers for the opening, where the page has read it along."""
    requisition = application.requisition
    known = "owner" in requisition._state.fields_cache
    return requisition.owner.get_short_name() if known and requisition.owner else ""


def address(application: Any, facts: Facts, *, may_move: bool) -> str:
    """Where a card leads: to the report, else to the interview, else (for HR) to the person."""
    if facts.report:
        return reverse("assessment:report", args=[facts.report["report_id"]])
    if facts.interview_id:
        return reverse("console:interview", args=[facts.interview_id])
    return reverse("console:person", args=[application.candidate_id]) if may_move else ""


def next_step(application: Any, facts: Facts, *, may_move: bool) -> Step:
    """The one thing to do; a blind reader is told nothing the machine proposed."""
    if queries.is_closed(application):
        outcomes = {"declined": _("Not moving forward"), "withdrawn": _("Withdrawn"), "hired": _("Hired")}
        return Step(outcomes.get(application.outcome, ""), "quiet", "minus")
    if application.held_at is not None:
        person = reverse("console:person", args=[application.candidate_id]) + f"#application-{application.pk}"
        return Step(_("On hold"), "quiet", "pause", person if may_move else "")
    if queries.kind_at(application) not in BEFORE:
        return Step(_("In progress"), "quiet", "clock")
    if facts.report:
        return _report_step(application, facts)
    if facts.interview_id is None and may_move:
        invite = reverse("interviews_console:invite") + f"?application={application.pk}"
        return Step(_("Invite to the interview"), "primary", "mail", invite)
    if facts.standing is None:
        return Step(_("In progress"), "quiet", "clock")
    tone = facts.standing.tone if facts.standing.tone in ("warning", "error") else "quiet"
    return Step(facts.standing.text, tone, facts.standing.icon)


def _report_step(application: Any, facts: Facts) -> Step:
    url = address(application, facts, may_move=False)
    if facts.report and facts.report["hidden"]:
        return Step(_("Rate the interview"), "primary", "pen", url)
    proposed = next((p for p in application.proposals.all() if p.state == "open"), None)
    if proposed is not None and proposed.outcome == "advance":
        return Step(_("Advance proposed: confirm it"), "primary", "arrow", url)
    return Step(_("A person must review"), "warning", "eye", url)


def moves(application: Any) -> tuple[Move, ...]:
    """Where the card may go: what the process allows, never the end (that is a decision of its own), and
    nowhere while it is on hold."""
    if application.held_at is not None:
        return ()
    return tuple(Move(stage.key, say(stage.label)) for stage in queries.ways_on(application))


def days(seconds: float) -> str:
    """A stretch of time in the largest unit that says enough."""
    hours = int(seconds // 3600)
    if hours < 1:
        return _("under an hour")
    if hours < 24:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s day", "%(n)s days", hours // 24) % {"n": hours // 24}


def who_was_faster(application: Any) -> str:
    """Lost race: who moved it where, so that nobody has to guess."""
    last = queries.transitions(application.pk).last()
    who = last.actor_user.get_short_name() if last and last.actor_user else _("The job's rule")
    stage = say(queries.process_of(application).stage(application.stage).label)
    if queries.is_closed(application):
        return _("%(who)s has just closed the application of %(name)s.") % {
            "who": who,
            "name": application.candidate.name or _("erased"),
        }
    return _("%(who)s has just moved %(name)s to %(stage)s.") % {
        "who": who,
        "name": application.candidate.name or _("erased"),
        "stage": stage,
    }
