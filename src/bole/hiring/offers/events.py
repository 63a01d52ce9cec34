"""What happened to offers."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OfferSent:
    """A version lies before the candidate."""

    offer_id: UUID
    application_id: UUID
    candidate_id: UUID
    unit_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class OfferSigned:
    """The candidate accepted by signing. ``queries.signed_terms`` tells the terms."""

    offer_id: UUID
    application_id: UUID
    candidate_id: UUID
    unit_id: UUID


@dataclass(frozen=True, slots=True)
class OfferEnded:
    """It ended without a signature: declined, withdrawn or expired. ``reason``: a code, or empty."""

    offer_id: UUID
    application_id: UUID
    candidate_id: UUID
    unit_id: UUID
    how: str
    reason: str
