"""Reactions of calibration: they only defer tasks."""

from bole.foundation import queue
from bole.hiring.assessment.events import ReportReady, ReviewLocked
from bole.hiring.calibration import tasks


def on_report_ready(event: ReportReady) -> None:
    """Perhaps it is one of the share a person rates again."""
    queue.defer(tasks.DRAW, report_id=event.report_id, unit_id=event.unit_id)


def on_review_locked(event: ReviewLocked) -> None:
    """A person has rated: write down how far he and the machine are apart."""
    queue.defer(tasks.NOTE, review_id=event.review_id, report_id=event.report_id, unit_id=event.unit_id)
