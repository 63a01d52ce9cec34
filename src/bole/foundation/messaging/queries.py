"""What was sent to whom, and what it said. Row-level security decides whose messages are seen."""

import uuid

from django.db.models import QuerySet

from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.messaging.rules import Rendered
from bole.foundation.messaging.templates import template


def messages_for(candidate_id: uuid.UUID) -> QuerySet[OutboxMessage]:
    """All messages to a candidate, newest first."""
    return OutboxMessage.objects.filter(candidate_id=candidate_id)


def messages_about(kind: str, about_id: uuid.UUID) -> QuerySet[OutboxMessage]:
    """All messages about one thing, newest first."""
    return OutboxMessage.objects.filter(about_kind=kind, about_id=about_id)


def undelivered() -> QuerySet[OutboxMessage]:
    """Messages somebody has to look at."""
    return OutboxMessage.objects.filter(state=OutboxMessage.State.DEAD)


def rendered(message: OutboxMessage) -> Rendered | None:
    """What the message says, in today's wording of its template; None when its secret was forgotten."""
    if not message.context:
        return None
    return template(message.template).render(message.language, message.channel, message.context)
