"""An application on the person's page: the path line, what to do next, who moved it when and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.ui import formats
from bole.foundation.ui.formats import say
from bole.foundation.workdays import bank_time
from bole.hiring.pipeline import policies, queries
from bole.hiring.pipeline.rules.moves import LONGEST_HOLD
from bole.web.console import board

REASONS: dict[str, str | Promise] = {
    **dict(policies.HOLD_REASONS),
    "applied": lazy("applied"),
    "decided_by_person": lazy("decided by a person"),
    "resumed": "",
    "job_rule": lazy("by the job's rule"),
    "withdrawn": lazy("withdrawn by the candidate"),
    "double": lazy("applied twice: the other application goes on"),
    "merge_undone": lazy("the two files are two people after all"),
    **dict(policies.REOPEN_REASONS),
    "invited": lazy("invited"),
    "screened": lazy("screened"),
    "hold_ended": lazy("its day had come"),
}
HELD: Mapping[str, str | Promise] = {"held": lazy("put on hold"), "resumed": lazy("taken up again")}
PURPOSES: Mapping[str, str | Promise] = {
    "recording": lazy("Sound and picture"),
    "analysis": lazy("Automatic analysis"),
    "face": lazy("Face data"),
    "document": lazy("Documents"),
    "resume": lazy("Résumé"),
    "check_identity": lazy("check of identity"),
    "check_degree": lazy("check of degrees"),
    "check_employment": lazy("check of employers"),
    "check_certificate": lazy("check of certificates"),
    "check_conduct": lazy("check of conduct"),
}


@dataclass(frozen=True, slots=True)
class PathStep:
    """One stage of the path line."""

    label: str
    state: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Moved:
    """One move: from where to where, by whom and why."""

    at: datetime
    who: str
    left: str
    entered: str
    why: str


@dataclass(frozen=True, slots=True)
class Hold:
    """Why an application waits, since when, and when it is taken up again by itself (None: by a person)."""

    why: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class ApplicationCard:
    """One application as the page prints it."""

    id: Any
    version: int
    job: str
    unit: str
    card: board.Card
    path: list[PathStep]
    line: str
    moves: list[Moved]
    may_advance: bool
    may_decline: bool
    reasons: list[tuple[str, str]]
    hold: Hold | None
    hold_reasons: list[tuple[str, str]]
    hold_days: tuple[date, date]
    may_reopen: bool
    reopen_reasons: list[tuple[str, str]]


def application_card(actor: Actor, one: Any, facts: board.Facts | None, now: datetime) -> ApplicationCard:
    """Everything the page says about one application; results stay out for a reader who is blind."""
    facts = facts or board.Facts()
    process = queries.process_of(one)
    hidden = bool(facts.report and facts.report["hidden"])
    may = permissions.allowed
    open_still = not queries.is_closed(one) and not hidden
    may_advance = open_still and may(actor, policies.ADVANCE, one.unit_id)
    history = list(queries.history(one.pk))
    moves = [done for done in history if done.from_stage != done.to_stage]
    today = bank_time.today(now)
    return ApplicationCard(
        id=one.pk,
        version=one.version,
        job=say({"zh": one.requisition.title_zh, "en": one.requisition.title_en}),
        unit=one.unit.name,
        card=board.card(one, facts, now, may_move=may_advance),
        path=[
            PathStep(say(step.title), step.state, "" if hidden else say(step.said))
            for step in queries.path(one, moves)
        ],
        line="" if hidden else queries.path_line(one, _language(), moves, process),
        moves=[_moved(done, process) for done in history if done.verb in HELD or done in moves],
        may_advance=may_advance,
        may_decline=open_still and may(actor, policies.DECLINE, one.unit_id),
        reasons=queries.reason_choices(process),
        hold=_hold(one, history),
        hold_reasons=[(code, str(words)) for code, words in policies.HOLD_REASONS],
        hold_days=(today + timedelta(days=1), today + LONGEST_HOLD),
        may_reopen=not hidden and _ended_by_bank(one, history) and may(actor, policies.DECLINE, one.unit_id),
        reopen_reasons=[(code, str(words)) for code, words in policies.REOPEN_REASONS],
    )


def _ended_by_bank(one: Any, history: Sequence[Any]) -> bool:
    """Declined, or ended because the person had applied twice: the rules let a person take that up again."""
    double = bool(history) and history[-1].reason == queries.DOUBLE
    return one.outcome == "declined" or (one.outcome == "withdrawn" and double)


def _language() -> str:
    return "zh" if formats.is_chinese() else "en"


def _hold(one: Any, history: Sequence[Any]) -> Hold | None:
    if one.held_at is None:
        return None
    reason = next((done.reason for done in reversed(history) if done.verb == "held"), "")
    return Hold(str(REASONS.get(reason, reason)), one.held_at, one.held_until)


def _moved(move: Any, process: Any) -> Moved:
    reasons = REASONS | dict(queries.reason_choices(process))
    kinds = {"candidate": _("the candidate"), "system": _("The job's rule")}
    return Moved(
        at=move.at,
        who=move.actor_user.get_short_name() if move.actor_user else kinds.get(move.actor_kind, ""),
        left=say(process.stage(move.from_stage).label) if move.from_stage and move.verb not in HELD else "",
        entered=str(HELD.get(move.verb, "")) or say(process.stage(move.to_stage).label),
        why=str(reasons.get(move.reason, move.reason)),
    )


def consents_of(decisions: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Purpose in words, and the latest decision on it."""
    return [(str(PURPOSES.get(purpose, purpose)), decision) for purpose, decision in decisions.items()]
