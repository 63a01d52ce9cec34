"""What the other services share: a locked row, its legs, its audit line, its next task."""

import uuid
from datetime import datetime
from typing import Any

from bole.foundation import queue
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.foundation.messaging.models import Leg, OutboxMessage
from bole.kernel.errors import NotFoundError

State = OutboxMessage.State
OPEN = (State.QUEUED, State.FAILED)
DELIVER = "messaging.deliver"
TOPIC = "message"


def locked(message_id: uuid.UUID) -> OutboxMessage:
    """The row, held until the transaction ends; NotFoundError when it is gone."""
    message = OutboxMessage.objects.select_for_update().filter(pk=message_id).first()
    if message is None:
        raise NotFoundError("no such message")
    return message


def add_leg(message: OutboxMessage, channel: str, state: str, at: datetime, **more: Any) -> Leg:
    """One channel's end of the story, after those already told."""
    return Leg.objects.create(
        unit_id=message.unit_id,
        candidate_id=message.candidate_id,
        message=message,
        ordinal=message.legs.count() + 1,
        channel=channel,
        state=state,
        at=at,
        **more,
    )


def record(message: OutboxMessage, verb: str, **details: Any) -> None:
    """An audit line, and a word to open pages."""
    audit.record(
        verb=f"messaging.message.{verb}",
        obj=("messaging_outboxmessage", message.pk),
        unit_id=message.unit_id,
        details={name: value for name, value in details.items() if value not in ("", None)},
    )
    live.notify(TOPIC, message.batch_id or message.pk, message.unit_id)


def withhold(message: OutboxMessage) -> None:
    """The person wants none of these."""
    message.state, message.error_code = State.WITHHELD, "unsubscribed"
    message.save(update_fields=["state", "error_code"])
    record(message, "withheld", template=message.template)


def defer(message: OutboxMessage, at: datetime | None = None) -> None:
    """A task that delivers it, now or at a moment."""
    queue.defer(DELIVER, schedule_at=at, message_id=message.pk, unit_id=message.unit_id)
