"""What a person does with messages: send a dead one again, stop those of a bulk run that still wait."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.messaging import policies, templates
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.messaging.services import rows, sending
from bole.foundation.messaging.services.rows import OPEN, State
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError


@dataclass(frozen=True, slots=True)
class Again:
    """How many dead messages are on their way again, and how many could not be."""

    sent: int
    left: int


@transaction.atomic
def retry(*, message_id: uuid.UUID, now: datetime) -> OutboxMessage:
    """Queue a dead message again, to where the person can be reached today, from the start of its route.

    A forgotten secret cannot be sent again (InvalidError ``message_forgotten``); only a dead message is
    (ConflictError): of two clicks one counts.
    """
    message = rows.locked(message_id)
    permissions.require(actors.current(), policies.RESEND, message.unit_id)
    if message.state != State.DEAD:
        raise ConflictError("only a dead message can be tried again", code="message_not_dead")
    chosen = templates.template(message.template)
    if chosen.secret or not message.context:
        raise InvalidError("its content is forgotten; send a new one", code="message_forgotten")
    _start_over(message, chosen)
    message.state, message.attempts, message.queued_at = State.QUEUED, 0, now
    message.not_before, message.paced, message.error_code = None, False, ""
    message.claim = message.claimed_at = None
    message.save()
    rows.record(message, "retried", template=message.template, channel=message.channel)
    rows.defer(message)
    return message


def retry_all(*, message_ids: Sequence[uuid.UUID], now: datetime) -> Again:
    """Queue many dead messages again, each in its own transaction, so that one that cannot go keeps none
    back. Twice is once: what is not dead any more is left alone."""
    sent = left = 0
    for message_id in message_ids:
        try:
            retry(message_id=message_id, now=now)
        except (ConflictError, InvalidError, NotFoundError, templates.TemplateError):
            left += 1
        else:
            sent += 1
    return Again(sent, left)


def _start_over(message: OutboxMessage, chosen: templates.MessageTemplate) -> None:
    """Addresses as they are known now; what is not a candidate's stays as it was."""
    known = policies.addresses_of(message.candidate_id) if message.candidate_id else {}
    if not known or message.wording_id:
        return
    others = {kind: address for kind, address in known.items() if kind not in {"mail", "phone"}}
    to = sending.Addresses(known.get("mail", ""), known.get("phone", ""), others)
    plan = sending.plan_for(chosen, to, message.language, message.unit_id)
    (message.channel, message.address), *rest = plan.ways
    message.ways = [list(way) for way in rest] or None
    message.fallback_from = plan.wished if plan.wished != message.channel else ""


@transaction.atomic
def stop_batch(*, batch_id: uuid.UUID) -> int:
    """Stop the messages of a bulk run that were not sent yet; gives how many. What is being handed over at
    this moment goes."""
    waiting = OutboxMessage.objects.select_for_update(skip_locked=True).filter(
        batch_id=batch_id, state__in=OPEN, claim=None
    )
    stopped = list(waiting)
    for message in stopped:
        permissions.require(actors.current(), policies.RESEND, message.unit_id)
        message.state = State.STOPPED
        rows.record(message, "stopped", template=message.template)
    OutboxMessage.objects.bulk_update(stopped, ["state"], batch_size=500)
    return len(stopped)


@transaction.atomic
def resume_batch(*, batch_id: uuid.UUID, now: datetime) -> int:
    """Queue the stopped messages of a bulk run again; gives how many."""
    stopped = OutboxMessage.objects.select_for_update().filter(batch_id=batch_id, state=State.STOPPED)
    resumed = list(stopped)
    for message in resumed:
        permissions.require(actors.current(), policies.RESEND, message.unit_id)
        message.state, message.queued_at = State.QUEUED, now
        rows.record(message, "retried", template=message.template, channel=message.channel)
        rows.defer(message, message.not_before)
    OutboxMessage.objects.bulk_update(resumed, ["state", "queued_at"], batch_size=500)
    return len(resumed)
