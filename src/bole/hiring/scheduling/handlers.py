"""Timers of appointments: each rechecks when it fires."""

from uuid import UUID

from bole.foundation.queue import timers
from bole.hiring.scheduling import services
from bole.hiring.scheduling.services import rows


@timers.on(rows.REMIND)
def on_soon(fired: timers.Fired) -> None:
    """A day or an hour is left."""
    services.remind(appointment_id=UUID(fired.key.partition(":")[0]), now=fired.now)


@timers.on(rows.UNPICKED)
def on_unpicked(fired: timers.Fired) -> None:
    """A day without a choice."""
    services.ask_again(appointment_id=UUID(fired.key), now=fired.now)


@timers.on(rows.GONE)
def on_gone(fired: timers.Fired) -> None:
    """No time is left to choose."""
    services.give_up(appointment_id=UUID(fired.key), now=fired.now)
