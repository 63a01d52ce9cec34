"""What the pipeline's timers do, and the work its handlers defer."""

from uuid import UUID

from bole.foundation import queue
from bole.foundation.queue import timers
from bole.hiring.pipeline import services
from bole.kernel.clock import utc_now

LEAVE = "hiring.pipeline.leave"


@timers.on(services.STAGE_DUE)
def stage_due(fired: timers.Fired) -> None:
    """A stage's service level ran out."""
    services.escalate(application_id=UUID(fired.key), due_at=fired.due_at, now=fired.now)


@queue.task(queue="io", name=LEAVE)
def leave(candidate_id: UUID) -> None:
    """A person was erased."""
    services.withdraw_person(candidate_id=candidate_id, now=utc_now())
