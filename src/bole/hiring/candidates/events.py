"""What happened to people's files."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CandidateRegistered:
    """Somebody is known to the bank for the first time."""

    candidate_id: UUID
    unit_id: UUID
