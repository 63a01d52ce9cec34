"""Background work of the outbox."""

import contextlib
import uuid

from bole.foundation import queue
from bole.foundation.messaging import rules, services
from bole.kernel.clock import utc_now
from bole.kernel.errors import NotFoundError


@queue.task(queue="io", name=services.DELIVER, retry=queue.Retry(times=rules.MAX_ATTEMPTS - 1))
def deliver_message(message_id: uuid.UUID) -> None:
    """Send one message; a PortError decides between another try and the dead letters."""
    with contextlib.suppress(NotFoundError):  # the person was erased meanwhile
        services.deliver(message_id=message_id, now=utc_now())
