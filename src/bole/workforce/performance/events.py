"""What happened on probations and plans. Ids only."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class WeekReported:
    """An employee sent the report of a week, for the first time or corrected."""

    probation_id: UUID
    candidate_id: UUID
    unit_id: UUID
    week: int
    version: int


@dataclass(frozen=True, slots=True)
class ProbationSettled:
    """A probation came to its end. ``outcome``: confirmed, ended, left or lapsed."""

    probation_id: UUID
    employee_id: UUID
    candidate_id: UUID
    unit_id: UUID
    outcome: str


@dataclass(frozen=True, slots=True)
class PlanGiven:
    """A development plan was approved; ``course_keys`` are what training may enrol the employee in."""

    plan_id: UUID
    candidate_id: UUID
    unit_id: UUID
    course_keys: tuple[str, ...]
