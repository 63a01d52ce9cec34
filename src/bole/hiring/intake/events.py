"""What happened on the way in."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ApplicationReceived:
    """Somebody applied through a posting; ``joined`` when the person was known to the unit before."""

    application_id: UUID
    candidate_id: UUID
    unit_id: UUID
    posting_id: UUID
    joined: bool
