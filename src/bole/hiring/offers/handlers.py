"""Reactions of offers: they only defer tasks."""

from bole.foundation import queue
from bole.hiring.offers import tasks
from bole.hiring.pipeline.events import StageEntered


def on_stage_entered(event: StageEntered) -> None:
    """Somebody is to get an offer."""
    if event.to_kind == "offer":
        queue.defer(
            tasks.DRAFT,
            lock=f"offer:{event.application_id}",
            application_id=event.application_id,
            unit_id=event.unit_id,
        )
