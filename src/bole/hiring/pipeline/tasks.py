"""What the pipeline's timers do, and the work its handlers defer."""

from datetime import datetime
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


@timers.on(services.STAGE_LATE)
def stage_late(fired: timers.Fired) -> None:
    """Nothing happened after the owner was told."""
    due_at = datetime.fromisoformat(fired.payload["due_at"])
    services.escalate_to_head(application_id=UUID(fired.key), due_at=due_at, now=fired.now)


@timers.on(services.REMINDER)
def reminder(fired: timers.Fired) -> None:
    """A reminder of a stage."""
    application_id, number = fired.key.split("/")
    since = datetime.fromisoformat(fired.payload["since"])
    services.remind(application_id=UUID(application_id), number=int(number), since=since, now=fired.now)


@timers.on(services.HOLD_ENDS)
def hold_ends(fired: timers.Fired) -> None:
    """A hold had an end."""
    services.end_hold(application_id=UUID(fired.key), now=fired.now)


@queue.task(queue="io", name=LEAVE)
def leave(candidate_id: UUID) -> None:
    """A person was erased."""
    services.withdraw_person(candidate_id=candidate_id, now=utc_now())
