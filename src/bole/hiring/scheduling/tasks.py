"""Background work of appointments."""

from uuid import UUID

from bole.foundation import queue
from bole.hiring.scheduling import services
from bole.kernel.clock import utc_now

CLOSE = "scheduling.close"


@queue.task(queue="io", name=CLOSE, retry=queue.Retry(times=5))
def close_appointments(application_id: UUID) -> None:
    """The application ended: nobody comes any more."""
    services.close_all(application_id=application_id, now=utc_now())
