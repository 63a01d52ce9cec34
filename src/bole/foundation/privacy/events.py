"""What happened to a person's data."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn:
    """A person took a consent back; work for this purpose must stop.

    ``about_id``: the interview it was given for.
    """

    candidate_id: uuid.UUID
    unit_id: uuid.UUID
    purpose: str
    about_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class PersonErased:
    """Nothing of this person is left but a tombstone."""

    candidate_id: uuid.UUID
    unit_id: uuid.UUID
