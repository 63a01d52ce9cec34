"""Background work of agreement."""

from bole.foundation import queue
from bole.foundation.access import actors
from bole.foundation.queue import timers
from bole.insight.agreement import services
from bole.kernel.clock import utc_now

PLAN = "insight.agreement.plan"


@queue.task(queue="io", name=PLAN)
def plan() -> None:
    """A panel was closed: check in the morning."""
    services.plan(utc_now())


@timers.on(services.CHECK)
def check(fired: timers.Fired) -> None:
    """Look at every job."""
    with actors.system_scope("agreement check"):
        services.check(fired.now)
