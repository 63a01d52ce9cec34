"""Reads of assessment."""

from bole.hiring.assessment.queries.archive import Progress, changes_of, rescoring, rescorings
from bole.hiring.assessment.queries.blind import being_rated, has_open_card, has_seen, hidden_from
from bole.hiring.assessment.queries.comparing import compare, ranking
from bole.hiring.assessment.queries.marked import MarkedAnswer, marked_answers
from bole.hiring.assessment.queries.oversight import oversight_counts
from bole.hiring.assessment.queries.questions import QuestionFigures, question_figures
from bole.hiring.assessment.queries.rated import Rated, rated, seen_by
from bole.hiring.assessment.queries.result import candidate_result, result_rules
from bole.hiring.assessment.queries.second_opinion import SecondOpinionPage, second_opinion_for
from bole.hiring.assessment.queries.single import (
    ReportPage,
    latest_for_interview,
    latest_for_interviews,
    needing_review,
    rating_errors,
    report_for,
    rubric_for,
    totals,
    visible_to,
)
from bole.hiring.assessment.queries.statistics import Percentile, measured_errors, percentile
from bole.hiring.assessment.queries.telling import Telling, telling

__all__ = [
    "MarkedAnswer",
    "Percentile",
    "Progress",
    "QuestionFigures",
    "Rated",
    "ReportPage",
    "SecondOpinionPage",
    "Telling",
    "being_rated",
    "candidate_result",
    "changes_of",
    "compare",
    "has_open_card",
    "has_seen",
    "hidden_from",
    "latest_for_interview",
    "latest_for_interviews",
    "marked_answers",
    "measured_errors",
    "needing_review",
    "oversight_counts",
    "percentile",
    "question_figures",
    "ranking",
    "rated",
    "rating_errors",
    "report_for",
    "rescoring",
    "rescorings",
    "result_rules",
    "rubric_for",
    "second_opinion_for",
    "seen_by",
    "telling",
    "totals",
    "visible_to",
]
