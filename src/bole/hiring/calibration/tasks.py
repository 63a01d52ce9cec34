"""Background work of calibration."""

from uuid import UUID

from bole.foundation import queue
from bole.foundation.queue import timers
from bole.hiring.calibration import services
from bole.kernel.clock import utc_now

DRAW = "hiring.calibration.draw"
NOTE = "hiring.calibration.note"


@queue.task(queue="io", name=DRAW)
def draw(report_id: UUID) -> None:
    """Draw it, or not."""
    services.draw(report_id=report_id, now=utc_now())


@queue.task(queue="io", name=NOTE)
def note(review_id: UUID, report_id: UUID) -> None:
    """Keep the difference; a drawn result is done."""
    services.note(review_id=review_id, report_id=report_id, now=utc_now())


@timers.on(services.DUE)
def due(fired: timers.Fired) -> None:
    """Nobody rated it again in time."""
    services.escalate(sample_id=UUID(fired.key), now=fired.now)
