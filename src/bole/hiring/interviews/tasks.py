"""What the timers of interviews do."""

from uuid import UUID

from bole.foundation.queue import timers
from bole.hiring.interviews import services
from bole.hiring.interviews.services import steps


@timers.on(steps.WINDOW_CLOSES)
def window_closes(fired: timers.Fired) -> None:
    """The window and its grace are over."""
    services.close_window(interview_id=UUID(fired.key), now=fired.now)


@timers.on(steps.RIGHT_DUE)
def right_due(fired: timers.Fired) -> None:
    """A candidate's request was not answered in time."""
    services.escalate_right(request_id=UUID(fired.key), now=fired.now)
