"""Probations with their weeks, reports, reviews and decisions; development plans; the employee's own
wishes."""

from bole.workforce.performance.models.plans import Plan, PlanItem, TeamWish
from bole.workforce.performance.models.probation import Decision, Personal, Probation, Review
from bole.workforce.performance.models.weeks import Attachment, WeekDraft, WeekNote, WeekReport, WeekTask

__all__ = [
    "Attachment",
    "Decision",
    "Personal",
    "Plan",
    "PlanItem",
    "Probation",
    "Review",
    "TeamWish",
    "WeekDraft",
    "WeekNote",
    "WeekReport",
    "WeekTask",
]
