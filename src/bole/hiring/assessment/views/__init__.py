"""Pages of the report: reading, rating, comparing, printing."""

from bole.hiring.assessment.views.comparing import compare
from bole.hiring.assessment.views.reading import media, pdf, report, rubric, trail
from bole.hiring.assessment.views.reviewing import override, review, submit

__all__ = ["compare", "media", "override", "pdf", "report", "review", "rubric", "submit", "trail"]
