"""The clock of a request."""

from uuid import UUID

from bole.foundation.approvals import services
from bole.foundation.queue import timers


@timers.on(services.REMIND)
def remind(fired: timers.Fired) -> None:
    """Two thirds of the time are gone, or all of it."""
    services.remind(request_id=UUID(fired.key), now=fired.now)
