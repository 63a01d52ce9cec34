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


@dataclass(frozen=True, slots=True)
class AnswerHeard:
    """The words of an answer are final, or will not come; face and body may still be looked at."""

    answer_id: UUID
    interview_id: UUID
    unit_id: UUID


@dataclass(frozen=True, slots=True)
class AnalysisSettled:
    """What is kept of an interview's answers is again what the candidate agrees to; ``granted`` tells which
    way the consent changed."""

    interview_id: UUID
    unit_id: UUID
    granted: bool
