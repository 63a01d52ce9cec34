"""What the pipeline's timers do."""

from uuid import UUID

from bole.foundation.queue import timers
from bole.hiring.pipeline import services


@timers.on(services.STAGE_DUE)
def stage_due(fired: timers.Fired) -> None:
    """A stage's service level ran out."""
    services.escalate(application_id=UUID(fired.key), due_at=fired.due_at, now=fired.now)
