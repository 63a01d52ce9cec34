"""What the board shows: columns in the order of the process, four lines a card."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bole.foundation.ui.formats import say
from bole.hiring.pipeline import queries
from bole.hiring.pipeline.models import Application
from bole.hiring.pipeline.rules import CLOSED, Process


@dataclass(frozen=True, slots=True)
class Move:
    """A stage a card may go to."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Card:
    """One application: name and value, unit and number, one status line, how long it stays here."""

    id: UUID
    version: int
    name: str
    number: str
    unit: str
    value: str
    status: str
    tone: str
    icon: str
    stay: str
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One stage."""

    key: str
    label: str
    limit: str
    late: int
    cards: tuple[Card, ...]


def columns(applications: Sequence[Application], now: datetime) -> list[Column]:
    """The board of one opening; all its applications go through the same process."""
    if not applications:
        return []
    process = queries.process_of(applications[0])
    by_stage: dict[str, list[Application]] = {}
    for application in applications:
        by_stage.setdefault(application.stage, []).append(application)
    return [
        Column(
            key=stage.key,
            label=say(stage.label),
            limit=days(stage.service_level.total_seconds()) if stage.service_level else "",
            late=sum(late(a, now) for a in by_stage.get(stage.key, ())),
            cards=tuple(card(a, process, now) for a in by_stage.get(stage.key, ())),
        )
        for stage in process.stages
    ]


def late(application: Application, now: datetime) -> bool:
    """Whether the stage's service level has run out."""
    return application.due_at is not None and application.due_at < now and application.stage != CLOSED


def card(application: Application, process: Process, now: datetime) -> Card:
    """One card; the value is what the last step left behind (a total, a verdict)."""
    open_ones = [p for p in application.proposals.all() if p.state == "open"]
    newest = max(application.proposals.all(), key=lambda p: p.created_at, default=None)
    if application.stage == CLOSED:
        outcomes = {"declined": _("Not moving forward"), "withdrawn": _("Withdrawn"), "hired": _("Hired")}
        status, tone, icon = outcomes.get(application.outcome, ""), "quiet", "minus"
    elif late(application, now):
        status, tone, icon = _("Over the time limit"), "warning", "clock"
    elif open_ones and open_ones[0].outcome == "advance":
        status, tone, icon = _("Advance proposed, waiting for a person"), "primary", "arrow"
    elif open_ones:
        status, tone, icon = _("A person must review"), "warning", "eye"
    else:
        status, tone, icon = _("In progress"), "quiet", "clock"
    return Card(
        id=application.pk,
        version=application.version,
        name=application.candidate.name or _("erased"),
        number=application.candidate.number,
        unit=application.unit.name,
        value=newest.label.rsplit(":", 1)[-1] if newest else "",
        status=status,
        tone=tone,
        icon=icon,
        stay=days((now - application.stage_since).total_seconds()),
        moves=moves(application, process),
    )


def moves(application: Application, process: Process) -> tuple[Move, ...]:
    """Where the card may go: what the process allows, never the end (that is a decision of its own)."""
    if application.stage == CLOSED:
        return ()
    ways = [process.stage(key) for key in process.stage(application.stage).leads_to if key != CLOSED]
    return tuple(Move(stage.key, say(stage.label)) for stage in ways)


def days(seconds: float) -> str:
    """A stretch of time in the largest unit that says enough."""
    hours = int(seconds // 3600)
    if hours < 1:
        return _("under an hour")
    if hours < 24:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s day", "%(n)s days", hours // 24) % {"n": hours // 24}
