"""Timers of candidates' questions: each rechecks when it fires."""

from uuid import UUID

from bole.foundation.queue import timers
from bole.hiring.enquiries import services, tasks  # noqa: F401  tasks registers the look-up
from bole.hiring.enquiries.services import steps


@timers.on(steps.UNMATCHED)
def on_unmatched(fired: timers.Fired) -> None:
    """No worker looked it up."""
    services.expire(enquiry_id=UUID(fired.key), now=fired.now)


@timers.on(steps.REMIND)
def on_half_time(fired: timers.Fired) -> None:
    """Half of the reply time is over."""
    services.remind(enquiry_id=UUID(fired.key), now=fired.now)


@timers.on(steps.ESCALATE)
def on_time_over(fired: timers.Fired) -> None:
    """The reply is late."""
    services.escalate(enquiry_id=UUID(fired.key), now=fired.now)
