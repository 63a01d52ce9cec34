"""Reads of assessment."""

from bole.hiring.assessment.queries.comparing import Percentile, compare, percentile, ranking
from bole.hiring.assessment.queries.result import candidate_result
from bole.hiring.assessment.queries.single import (
    ReportPage,
    latest_for_interview,
    latest_for_interviews,
    needing_review,
    rating_errors,
    report_for,
    rubric_for,
    visible_to,
)

__all__ = [
    "Percentile",
    "ReportPage",
    "candidate_result",
    "compare",
    "latest_for_interview",
    "latest_for_interviews",
    "needing_review",
    "percentile",
    "ranking",
    "rating_errors",
    "report_for",
    "rubric_for",
    "visible_to",
]
