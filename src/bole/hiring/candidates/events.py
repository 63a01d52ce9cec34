"""What happened to people's files."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CandidateRegistered:
    """Somebody is known to the bank for the first time."""

    candidate_id: UUID
    unit_id: UUID


@dataclass(frozen=True, slots=True)
class ResumeParsed:
    """A résumé of somebody was read, or he corrected what was read: ``queries.resume_of`` tells what it
    holds. ``resume_id``: of the ``ResumeFile``."""

    candidate_id: UUID
    unit_id: UUID
    resume_id: UUID


@dataclass(frozen=True, slots=True)
class CandidatesMerged:
    """A person found that two files are one person; ``undone`` when it was taken back."""

    candidate_id: UUID
    into_id: UUID
    unit_id: UUID
    undone: bool = False
