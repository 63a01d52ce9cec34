"""Moves between stages. An advance may follow from the job's rule; an ending is always somebody's
decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bole.kernel.errors import ConflictError, DeniedError

CLOSED = "closed"
ActorKind = Literal["user", "candidate", "system"]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: where it may lead, by when somebody must act, whether a rule may advance out of it."""

    key: str
    label: Mapping[str, str]
    leads_to: tuple[str, ...]
    service_level: timedelta | None
    automatic: bool


@dataclass(frozen=True, slots=True)
class Process:
    """The ordered stages of one process version. The last one is ``closed``."""

    key: str
    version: int
    stages: tuple[Stage, ...]
    sha256: str

    def stage(self, key: str) -> Stage:
        """The stage of that name; ConflictError for a name the process does not know."""
        for stage in self.stages:
            if stage.key == key:
                return stage
        raise ConflictError(f"process {self.key} has no stage {key}", code="unknown_stage")

    @property
    def first(self) -> Stage:
        """Where every application begins."""
        return self.stages[0]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an application stands."""

    stage: str
    outcome: str
    version: int


def check_version(standing: Standing, expected: int) -> None:
    """Somebody else was faster when the versions differ."""
    if standing.version != expected:
        raise ConflictError("the application was moved in the meantime", code="lost_race")


def advance(
    process: Process, standing: Standing, to: str, *, by: ActorKind, rule_allows: bool = False
) -> Standing:
    """The standing after an advance. A candidate never advances; the machine only where rule and stage
    allow it."""
    if standing.stage == CLOSED:
        raise ConflictError("the application is closed", code="already_closed")
    if to == CLOSED or to not in process.stage(standing.stage).leads_to:
        raise ConflictError(f"{standing.stage} does not lead to {to}", code="no_such_move")
    if by == "candidate":
        raise DeniedError("a candidate cannot move an application")
    if by == "system" and not (rule_allows and process.stage(standing.stage).automatic):
        raise DeniedError("this advance needs a person", code="person_needed")
    return Standing(stage=to, outcome="", version=standing.version + 1)


def close(standing: Standing, outcome: str, *, by: ActorKind) -> Standing:
    """The standing after an ending. Declining and hiring are a person's; withdrawing is the candidate's
    own."""
    if standing.stage == CLOSED:
        raise ConflictError("the application is closed", code="already_closed")
    if outcome == "withdrawn":
        if by == "user":
            raise DeniedError("only the candidate withdraws", code="candidate_needed")
    elif outcome not in {"declined", "hired"}:
        raise ConflictError(f"unknown outcome {outcome}", code="unknown_outcome")
    elif by != "user":
        raise DeniedError("only a person may end an application", code="person_needed")
    return Standing(stage=CLOSED, outcome=outcome, version=standing.version + 1)


def due_at(process: Process, stage: str, now: datetime) -> datetime | None:
    """When the stage's service level runs out; None where it has none."""
    level = process.stage(stage).service_level
    return now + level if level else None
