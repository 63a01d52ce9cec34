"""Pages of the report: reading, rating, comparing, printing."""

from bole.hiring.assessment.views.comparing import compare
from bole.hiring.assessment.views.reading import media, pdf, report, rubric, rubric_page, trail
from bole.hiring.assessment.views.reviewing import override, review, submit
from bole.hiring.assessment.views.second_opinion import second_opinion, switch_second_rater

__all__ = [
    "compare", "media", "override", "pdf", "report", "review", "rubric", "rubric_page", "second_opinion",
    "submit", "switch_second_rater", "trail",
]  # fmt: skip
