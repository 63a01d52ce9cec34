"""Moves between stages. An advance may follow from the job's rule; an ending is always somebody's
decision."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from bole.hiring.pipeline.rules.process import CLOSED, Level, Process, Stage
from bole.kernel.errors import ConflictError, DeniedError, InvalidError

ActorKind = Literal["user", "candidate", "system"]
Ahead = Callable[[date, int], date]  # the n-th working day after a date
LONGEST_HOLD = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an application stands."""

    stage: str
    outcome: str
    version: int
    held: bool = False


def check_version(standing: Standing, expected: int) -> None:
    """Somebody else was faster when the versions differ."""
    if standing.version != expected:
        raise ConflictError("the application was moved in the meantime", code="lost_race")


def advance(
    process: Process, standing: Standing, to: str, *, by: ActorKind, rule_allows: bool = False
) -> Standing:
    """The standing after an advance. A candidate never advances; the machine only where rule and stage
    allow it, and never back."""
    _open(standing)
    if standing.held:
        raise ConflictError("the application is on hold", code="on_hold")
    stage = process.stage(standing.stage)
    if to == CLOSED or to not in (*stage.leads_to, *stage.returns_to):
        raise ConflictError(f"{standing.stage} does not lead to {to}", code="no_such_move")
    if by == "candidate":
        raise DeniedError("a candidate cannot move an application")
    if by == "system" and not (rule_allows and stage.automatic and to in stage.leads_to):
        raise DeniedError("this advance needs a person", code="person_needed")
    return Standing(stage=to, outcome="", version=standing.version + 1)


def close(standing: Standing, outcome: str, *, by: ActorKind) -> Standing:
    """The standing after an ending. Declining and hiring are a person's; withdrawing is the candidate's
    own."""
    _open(standing)
    if outcome == "withdrawn":
        if by == "user":
            raise DeniedError("only the candidate withdraws", code="candidate_needed")
    elif outcome not in {"declined", "hired"}:
        raise ConflictError(f"unknown outcome {outcome}", code="unknown_outcome")
    elif by != "user":
        raise DeniedError("only a person may end an application", code="person_needed")
    return Standing(stage=CLOSED, outcome=outcome, version=standing.version + 1)


def hire(process: Process, standing: Standing, *, by: ActorKind) -> Standing:
    """The standing after a hire: only out of a stage that leads to the end, and not from hold."""
    _open(standing)
    if standing.held:
        raise ConflictError("the application is on hold", code="on_hold")
    if CLOSED not in process.stage(standing.stage).leads_to:
        raise ConflictError(f"{standing.stage} does not lead to the end", code="no_such_move")
    return close(standing, "hired", by=by)


def hold(standing: Standing, *, by: ActorKind, now: datetime, until: datetime | None) -> Standing:
    """The standing on hold: nobody advances it until it is taken up again; it can still end."""
    _open(standing)
    if by != "user":
        raise DeniedError("only a person holds an application", code="person_needed")
    if standing.held:
        raise ConflictError("the application is on hold already", code="on_hold")
    if until is not None and not now < until <= now + LONGEST_HOLD:
        raise InvalidError("a hold ends within half a year", fields={"until": "out_of_range"})
    return replace(standing, version=standing.version + 1, held=True)


def resume(standing: Standing, *, by: ActorKind) -> Standing:
    """The standing taken up again, by a person or when its time has come."""
    _open(standing)
    if by == "candidate":
        raise DeniedError("a candidate cannot move an application")
    if not standing.held:
        raise ConflictError("the application is not on hold", code="not_on_hold")
    return replace(standing, version=standing.version + 1, held=False)


def reopen(
    process: Process, standing: Standing, to: str, *, by: ActorKind, as_double: bool = False
) -> Standing:
    """The standing after a declined application was taken up again where it was. Withdrawing is the
    candidate's word and is not undone for him; what the bank itself ended ``as_double`` is."""
    if by != "user":
        raise DeniedError("only a person reopens an application", code="person_needed")
    ended_by_bank = standing.outcome == "declined" or (standing.outcome == "withdrawn" and as_double)
    if standing.stage != CLOSED or not ended_by_bank:
        raise ConflictError("only a declined application is reopened", code="not_declined")
    if process.stage(to).key == CLOSED:
        raise ConflictError("it has to stand somewhere", code="no_such_move")
    return Standing(stage=to, outcome="", version=standing.version + 1)


def _open(standing: Standing) -> None:
    if standing.stage == CLOSED:
        raise ConflictError("the application is closed", code="already_closed")


def check_decider(stage: Stage, roles: Collection[str]) -> None:
    """Who stands in none of the roles that decide here is refused."""
    if not set(stage.decides) & set(roles):
        raise DeniedError(f"{stage.key} is decided by {', '.join(stage.decides)}", code="not_the_decider")


def due_at(
    process: Process,
    stage: str,
    now: datetime,
    *,
    ahead: Ahead | None = None,
    zone: tzinfo | None = None,
) -> datetime | None:
    """When the stage's service level runs out; None where it has none."""
    return later(process.stage(stage).level or _plain(process.stage(stage)), now, ahead=ahead, zone=zone)


def later(
    level: Level | None, now: datetime, *, ahead: Ahead | None = None, zone: tzinfo | None = None
) -> datetime | None:
    """So much later. Working days end at the same time of day in ``zone``; without a calendar they are
    days."""
    if level is None:
        return None
    if not level.working_days or ahead is None:
        return now + level.nominal
    local = now.astimezone(zone)
    day = ahead(local.date(), level.working_days)
    return datetime.combine(day, local.timetz()).astimezone(now.tzinfo)


def _plain(stage: Stage) -> Level | None:
    if stage.service_level is None:
        return None
    return Level(hours=round(stage.service_level.total_seconds() / 3600))


def reminder_times(stage: Stage, entered: datetime, due: datetime | None) -> list[datetime | None]:
    """When each of the stage's reminders goes; None for one whose moment lies before the entry."""
    found: list[datetime | None] = []
    for one in stage.reminders:
        span = timedelta(hours=one.hours)
        moment = entered + span if one.moment == "after_entry" else (due - span if due else None)
        found.append(moment if moment is not None and moment >= entered else None)
    return found
