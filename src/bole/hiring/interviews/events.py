"""What happened in interviews. Ids only."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class InterviewInvited:
    """An invitation went out."""

    interview_id: UUID
    application_id: UUID
    unit_id: UUID


@dataclass(frozen=True, slots=True)
class AnswerSubmitted:
    """The candidate gave an answer out of his hands. ``automated`` is False when analysis was refused."""

    answer_id: UUID
    interview_id: UUID
    unit_id: UUID
    attempt: int
    typed: bool
    automated: bool
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InterviewFinished:
    """No more answers will come: the candidate said so, or the window closed over given answers."""

    interview_id: UUID
    unit_id: UUID
    automated: bool


@dataclass(frozen=True, slots=True)
class ProbesSettled:
    """No follow-up question waits: none was needed, or each was answered or let go."""

    interview_id: UUID
    unit_id: UUID


@dataclass(frozen=True, slots=True)
class InterviewExpired:
    """The window closed and nothing had been answered."""

    interview_id: UUID
    unit_id: UUID


@dataclass(frozen=True, slots=True)
class RightExercised:
    """The candidate asked to explain, for a person, or to be erased."""

    request_id: UUID
    interview_id: UUID
    unit_id: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class ConsentChanged:
    """The candidate gave or took back a consent after the first decision; what stands is in the interview."""

    interview_id: UUID
    unit_id: UUID
    purpose: str
    granted: bool
