"""A candidate wants no more messages of one kind. The link in the message is the proof who asks."""

import hmac
import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction

from bole.foundation.audit import services as audit
from bole.foundation.keys.current import blind_index
from bole.foundation.messaging import templates
from bole.foundation.messaging.models import OptOut, OutboxMessage
from bole.kernel.errors import NotFoundError


def token_of(message_id: uuid.UUID) -> str:
    """A keyed signature of the message's id, so nobody without the key can make it."""
    return f"{message_id.hex}{blind_index(message_id.hex, 'messaging/leave')[:32]}"


def link_of(message_id: uuid.UUID) -> str:
    """The address that stands in the mail's List-Unsubscribe header."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/m/{token_of(message_id)}/"


def unwanted(template: templates.MessageTemplate, candidate_id: uuid.UUID | None) -> bool:
    """Whether this person has refused messages of this kind."""
    if not template.optional or candidate_id is None:
        return False
    return OptOut.objects.filter(candidate_id=candidate_id, template=template.key).exists()


def message_of(token: str) -> OutboxMessage:
    """The message a link came with; NotFoundError for any other string, and for messages one cannot refuse.
    The actor must see every row."""
    try:
        message_id = uuid.UUID(token[:32])
    except ValueError as error:
        raise NotFoundError("no such message") from error
    if not hmac.compare_digest(token.encode(), token_of(message_id).encode()):
        raise NotFoundError("no such message")
    message = OutboxMessage.objects.filter(pk=message_id).exclude(candidate_id=None).first()
    if message is None or not templates.template(message.template).optional:
        raise NotFoundError("no such message")
    return message


@transaction.atomic
def leave(*, token: str, via: str, now: datetime) -> OptOut:
    """No more messages of this kind to this person. Twice is once. The actor must see every row."""
    message = message_of(token)
    assert message.candidate_id is not None
    found, new = OptOut.objects.get_or_create(
        candidate_id=message.candidate_id,
        template=message.template,
        defaults={"unit_id": message.unit_id, "via": via, "at": now},
    )
    if new:
        audit.record(
            verb="messaging.optout.made",
            obj=("messaging_optout", found.pk),
            unit_id=message.unit_id,
            details={"template": message.template, "via": via},
        )
    return found
