"""What happened to viewings. Ids only."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ViewingJoined:
    """Somebody watches for the first time; ``about_id`` is whatever it was opened for."""

    viewing_id: UUID
    about_id: UUID | None
    interview_id: UUID
    unit_id: UUID
    user_id: UUID
