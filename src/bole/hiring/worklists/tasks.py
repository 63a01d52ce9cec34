"""The work of a run."""

from uuid import UUID

from bole.foundation import queue
from bole.hiring.worklists import services
from bole.kernel.clock import utc_now

WORK = services.WORK


@queue.task(queue="io", name=WORK)
def work(run_id: UUID) -> None:
    """A slice of a run."""
    services.work(run_id=run_id, now=utc_now())
