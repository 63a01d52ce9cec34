"""Background work of the outbox."""

import contextlib
import uuid

from procrastinate.contrib.django import app

from bole.foundation import queue
from bole.foundation.access.actors import system_scope
from bole.foundation.messaging import handlers, rules, services
from bole.kernel.clock import utc_now
from bole.kernel.errors import NotFoundError


@app.periodic(cron="*/5 * * * *")
@app.task(queue="io", name="messaging.follow_up", queueing_lock="messaging.follow_up")
def follow_up(timestamp: int) -> None:
    """Every five minutes: what became of messages whose channel can be asked."""
    del timestamp
    with system_scope("messaging:follow_up"):
        services.follow_up(now=utc_now())


@queue.task(queue="io", name=services.DELIVER, retry=queue.Retry(times=rules.MAX_ATTEMPTS - 1))
def deliver_message(message_id: uuid.UUID) -> None:
    """Send one message; a PortError decides between another try and the dead letters."""
    with contextlib.suppress(NotFoundError):  # the person was erased meanwhile
        services.deliver(message_id=message_id, now=utc_now())


@queue.task(queue="io", name=handlers.NOTE)
def note_report(leg_id: uuid.UUID, reached: bool, code: str) -> None:
    """What a gateway said became of a message."""
    services.note_report(leg_id=leg_id, reached=reached, code=code, now=utc_now())
