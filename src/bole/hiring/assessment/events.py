"""What happened in assessment."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AnswerRated:
    """An answer has its rating, or its named failure."""

    answer_id: UUID
    interview_id: UUID
    unit_id: UUID


@dataclass(frozen=True, slots=True)
class ReportReady:
    """A report was frozen."""

    report_id: UUID
    interview_id: UUID
    application_id: UUID
    unit_id: UUID


@dataclass(frozen=True, slots=True)
class ReviewLocked:
    """A person finished rating."""

    review_id: UUID
    report_id: UUID
    unit_id: UUID


@dataclass(frozen=True, slots=True)
class CandidateTold:
    """The candidate got the letter with the result of his interview."""

    interview_id: UUID
    application_id: UUID
    unit_id: UUID
