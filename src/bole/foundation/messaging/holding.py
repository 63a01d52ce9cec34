"""What the outbox keeps about a person: the messages to him."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bole.foundation.messaging import queries
from bole.foundation.messaging.models import OutboxMessage


def export(candidate_id: uuid.UUID) -> Mapping[str, Any]:
    """Every message with its words."""
    return {"messages": [_one(message) for message in queries.messages_for(candidate_id)]}


def _one(message: OutboxMessage) -> dict[str, Any]:
    words = queries.rendered(message)
    return {
        "template": message.template,
        "channel": message.channel,
        "address": message.address,
        "subject": words.subject if words else None,
        "text": words.text if words else None,
        "state": message.state,
        "queued_at": message.queued_at,
        "sent_at": message.sent_at,
    }


def erase(candidate_id: uuid.UUID, now: datetime) -> int:
    """Messages go entirely; what was not sent yet stays unsent."""
    del now
    return queries.messages_for(candidate_id).delete()[0]
