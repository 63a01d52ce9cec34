"""Reactions of appointments, which only defer tasks, and timers, which recheck when they fire."""

from uuid import UUID

from bole.foundation import queue
from bole.foundation.queue import timers
from bole.hiring.pipeline.events import ApplicationClosed
from bole.hiring.scheduling import services, tasks
from bole.hiring.scheduling.services import rows


def on_application_closed(event: ApplicationClosed) -> None:
    """Nobody comes for an application that ended."""
    queue.defer(tasks.CLOSE, application_id=event.application_id, unit_id=event.unit_id)


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
