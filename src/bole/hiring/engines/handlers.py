"""The timer of interviews held elsewhere; a failing look is pushed forward by the sweep."""

from uuid import UUID

from bole.foundation.queue import timers
from bole.hiring.engines import services, tasks  # noqa: F401  tasks registers the creation


@timers.on(services.POLL)
def on_time_to_look(fired: timers.Fired) -> None:
    """No callback came so far."""
    services.poll(interview_id=UUID(fired.key), now=fired.now)
