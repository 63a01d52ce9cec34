"""An invitation and everything the candidate does with it, up to submitted answers."""

from bole.hiring.interviews.bulk_models import BulkEntry, BulkRun
from bole.hiring.interviews.models.answers import Answer, PageNote, ProbeDecision, Recording
from bole.hiring.interviews.models.interview import Interview, InterviewAssignment
from bole.hiring.interviews.models.requests import RightsRequest

__all__ = [
    "Answer",
    "BulkEntry",
    "BulkRun",
    "Interview",
    "InterviewAssignment",
    "PageNote",
    "ProbeDecision",
    "Recording",
    "RightsRequest",
]
