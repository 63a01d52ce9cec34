"""What happened to appointments. Ids and moments only; ``about_id`` means nothing here, only to who asked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class _About:
    appointment_id: UUID
    about_id: UUID | None
    application_id: UUID | None
    candidate_id: UUID
    unit_id: UUID
    kind: str
    starts_at: datetime | None


@dataclass(frozen=True, slots=True)
class AppointmentConfirmed(_About):
    """A time was chosen; invitations are on their way."""


@dataclass(frozen=True, slots=True)
class AppointmentMoved(_About):
    """Another time than before."""


@dataclass(frozen=True, slots=True)
class AppointmentCancelled(_About):
    """It does not take place. ``starts_at`` None: no time had been chosen."""


@dataclass(frozen=True, slots=True)
class AppointmentMissed(_About):
    """The candidate did not come. Nothing follows from it by itself."""
