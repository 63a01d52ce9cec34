"""What happened to employees."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EmployeeCreated:
    """A signed offer became a record; the person has not begun to work yet."""

    employee_id: UUID
    application_id: UUID
    candidate_id: UUID
    unit_id: UUID


@dataclass(frozen=True, slots=True)
class EmployeeStarted:
    """HR saw the person at work on the first day. ``starts_on`` is that day: probation counts from it."""

    employee_id: UUID
    application_id: UUID
    candidate_id: UUID
    unit_id: UUID
    starts_on: date


@dataclass(frozen=True, slots=True)
class StartMoved:
    """The first day was put off (or brought forward) before the person began."""

    employee_id: UUID
    candidate_id: UUID
    unit_id: UUID
    starts_on: date


@dataclass(frozen=True, slots=True)
class EmployeeEnded:
    """The record ended. ``from_state``: joining (never began), probation or confirmed; ``reason``: a code."""

    employee_id: UUID
    application_id: UUID
    candidate_id: UUID
    unit_id: UUID
    from_state: str
    reason: str
