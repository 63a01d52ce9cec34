"""Ratings with evidence, the frozen report, what people say beside it, and what scores are set beside."""

from bole.hiring.assessment.models.people import BlindRater, Override, Review
from bole.hiring.assessment.models.ratings import AnswerRating, Report, ReportView, RubricSource
from bole.hiring.assessment.models.second import SecondOpinion, SecondRaterSwitch
from bole.hiring.assessment.models.standards import (
    ErrorTable,
    NormTable,
    RescoredAnswer,
    Rescoring,
    ResultRule,
)

__all__ = [
    "AnswerRating",
    "BlindRater",
    "ErrorTable",
    "NormTable",
    "Override",
    "Report",
    "ReportView",
    "RescoredAnswer",
    "Rescoring",
    "ResultRule",
    "Review",
    "RubricSource",
    "SecondOpinion",
    "SecondRaterSwitch",
]
