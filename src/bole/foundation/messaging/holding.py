"""What the outbox keeps about a person: the messages to him, and what he wants no more of."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bole.foundation.messaging import queries
from bole.foundation.messaging.models import OutboxMessage


def export(candidate_id: uuid.UUID) -> Mapping[str, Any]:
    """Every message with its words and its way."""
    refused = queries.opted_out(candidate_id)
    return {
        "messages": [_one(message) for message in queries.messages_for(candidate_id)],
        "wants_no_more": [{"template": one.template, "at": one.at} for one in refused],
    }


def _one(message: OutboxMessage) -> dict[str, Any]:
    words = queries.rendered(message)
    return {
        "template": message.template,
        "channel": message.channel,
        "address": message.address,
        "other_addresses": [address for _channel, address in message.ways or ()],
        "subject": words.subject if words else None,
        "text": words.text if words else None,
        "attached": [one["name"] for one in message.attachments or ()],
        "state": message.state,
        "way": [{"channel": leg.channel, "state": leg.state, "at": leg.at} for leg in message.legs.all()],
        "queued_at": message.queued_at,
        "sent_at": message.sent_at,
    }


def erase(candidate_id: uuid.UUID, now: datetime) -> int:
    """Messages go entirely; what was not sent yet stays unsent. A refusal goes with who made it."""
    del now
    queries.opted_out(candidate_id).delete()
    deleted = queries.messages_for(candidate_id).delete()[1]
    return deleted.get("messaging.OutboxMessage", 0)
