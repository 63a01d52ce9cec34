"""What happened to background checks. Ids and codes only."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class VerificationSettled:
    """All that was to be checked has an end.

    ``outcome``: clear, accepted (a person accepted a risk), adverse, stopped (it went elsewhere).
    """

    verification_id: UUID
    application_id: UUID
    candidate_id: UUID
    unit_id: UUID
    outcome: str
