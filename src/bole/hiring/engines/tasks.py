"""Background work of engines."""

from uuid import UUID

from bole.foundation import queue
from bole.hiring.engines import services
from bole.kernel.clock import utc_now


@queue.task(queue="io", name=services.CREATE, retry=queue.Retry(times=6))
def create_interview(interview_id: UUID) -> None:
    """Create one interview at its engine; a failure that may pass is tried again."""
    services.create(interview_id=interview_id, now=utc_now())
