"""What happened to candidates' questions. Ids only."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EnquiryAnswered:
    """A candidate's question has an answer. ``by`` is faq or person."""

    enquiry_id: UUID
    candidate_id: UUID
    unit_id: UUID
    by: str
