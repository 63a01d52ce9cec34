"""What a person has decided, and who was erased. Row-level security decides whose rows are seen."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from bole.foundation.privacy import registry
from bole.foundation.privacy.models import Consent, ErasureRecord


@dataclass(frozen=True, slots=True)
class Decision:
    """The latest word of a person on one purpose."""

    granted: bool
    decided_at: datetime
    withdrawn_at: datetime | None
    wording_key: str
    wording_version: int

    @property
    def holds(self) -> bool:
        """Granted and not taken back."""
        return self.granted and self.withdrawn_at is None


def consents(candidate_id: uuid.UUID, *, about_id: uuid.UUID | None = None) -> dict[str, Decision]:
    """Purpose → latest decision; with ``about_id`` only those made for that interview.

    Of two decisions in the same instant the refusal counts.
    """
    rows = Consent.objects.filter(candidate_id=candidate_id)
    if about_id is not None:
        rows = rows.filter(about_id=about_id)
    return {
        row.purpose: Decision(
            row.granted, row.decided_at, row.withdrawn_at, row.wording_key, row.wording_version
        )
        for row in rows.order_by("decided_at", "-granted")
    }


def is_erased(candidate_id: uuid.UUID) -> bool:
    """Whether a tombstone stands for this person."""
    return ErasureRecord.objects.filter(candidate_id=candidate_id).exists()


def kept_by_law(candidate_id: uuid.UUID, now: datetime) -> registry.Kept | None:
    """Why this person may not be erased yet; None for everybody else."""
    return registry.kept(candidate_id, now)
