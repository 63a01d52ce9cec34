"""What probations hear, and their clocks: each looks again when it strikes."""

from uuid import UUID

from bole.foundation import events, queue
from bole.foundation.access import actors
from bole.foundation.queue import timers
from bole.workforce.employees.events import EmployeeEnded, EmployeeStarted
from bole.workforce.performance import services, tasks
from bole.workforce.performance.services import timing


def listen() -> None:
    """Subscribe; from ``AppConfig.ready``."""
    events.subscribe(EmployeeStarted, on_started)
    events.subscribe(EmployeeEnded, on_ended)


def on_started(event: EmployeeStarted) -> None:
    """The first day of work is the first day of the probation."""
    queue.defer(tasks.BEGIN, employee_id=event.employee_id, unit_id=event.unit_id)


def on_ended(event: EmployeeEnded) -> None:
    """The record ended elsewhere; a probation that still runs ends with it."""
    actor = actors.current()
    by = actor.id if actor.kind in {"user", "system"} else None
    queue.defer(tasks.LEFT, employee_id=event.employee_id, unit_id=event.unit_id, by=by)


@timers.on(timing.WEEK)
def on_week(fired: timers.Fired) -> None:
    """A week's last afternoon, or the second morning after it."""
    services.week_clock(
        probation_id=UUID(fired.key),
        week=int(fired.payload["week"]),
        what=str(fired.payload["what"]),
        now=fired.now,
    )


@timers.on(timing.END)
def on_end(fired: timers.Fired) -> None:
    """A reminder before the last day, or the first minutes after it."""
    services.end_clock(probation_id=UUID(fired.key), now=fired.now)
