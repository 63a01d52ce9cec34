"""What happened in screening."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Screened:
    """An application was screened anew. ``outcome``: pass, hold, reject_proposed or waiting."""

    application_id: UUID
    candidate_id: UUID
    unit_id: UUID
    result_id: UUID
    outcome: str


@dataclass(frozen=True, slots=True)
class SurgeBegan:
    """A quick screening was put into an opening's process."""

    surge_id: UUID
    requisition_id: UUID
    unit_id: UUID
    counted: int


@dataclass(frozen=True, slots=True)
class SurgeEnded:
    """It was taken out again. ``ended``: calm or stopped."""

    surge_id: UUID
    requisition_id: UUID
    unit_id: UUID
    ended: str
