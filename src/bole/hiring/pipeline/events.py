"""What happened to applications."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class StageEntered:
    """An application stands in a new stage. ``by`` is user, candidate or system; ``to_kind`` is what sort of
    stage it is, ``from_kind`` what the one left was (screening, ai_interview, pool, panel, check, offer,
    onboarding, closed)."""

    application_id: UUID
    candidate_id: UUID
    unit_id: UUID
    from_stage: str
    to_stage: str
    by: str
    to_kind: str = ""
    from_kind: str = ""


@dataclass(frozen=True, slots=True)
class ApplicationClosed:
    """An application ended: declined, withdrawn or hired."""

    application_id: UUID
    candidate_id: UUID
    unit_id: UUID
    outcome: str
    by: str


@dataclass(frozen=True, slots=True)
class StageOverdue:
    """A stage passed its service level without a move."""

    application_id: UUID
    unit_id: UUID
    stage: str
