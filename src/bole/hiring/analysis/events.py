"""What happened in analysis."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AnswerAnalysed:
    """Every stage of an answer ended. ``failed`` names the first failure, empty when all went well."""

    answer_id: UUID
    interview_id: UUID
    unit_id: UUID
    attempt: int
    failed: str
