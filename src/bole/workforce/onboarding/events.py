"""What happened in onboarding."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OnboardingBegan:
    """A signed offer became a checklist."""

    onboarding_id: UUID
    employee_id: UUID
    candidate_id: UUID
    unit_id: UUID


@dataclass(frozen=True, slots=True)
class MaterialAccepted:
    """HR accepted a document. ``kind``: identity_card_front, degree, bank_card …"""

    material_id: UUID
    kind: str
    candidate_id: UUID
    unit_id: UUID


@dataclass(frozen=True, slots=True)
class PersonJoined:
    """HR confirmed that the person is at work."""

    onboarding_id: UUID
    employee_id: UUID
    application_id: UUID
    candidate_id: UUID
    unit_id: UUID
