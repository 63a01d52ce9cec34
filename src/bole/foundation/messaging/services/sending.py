"""Put a message into the outbox."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from bole.foundation.messaging import attaching, channels, hours, routing, templates, wordings
from bole.foundation.messaging.models import Leg, OutboxMessage
from bole.foundation.messaging.services import leaving, rows
from bole.foundation.messaging.templates import MessageTemplate
from bole.kernel.ids import new_id
from bole.ports.channel import Attachment


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a person can be reached; empty when unknown. ``others``: addresses of further channels by kind
    (``wecom``, ``wechat``). ``zone``: the person's time zone, else the number's or the bank's."""

    mail: str = ""
    phone: str = ""
    others: Mapping[str, str] = field(default_factory=dict)
    zone: str = ""

    def by_kind(self) -> dict[str, str]:
        """All that are known."""
        every = {**self.others, "mail": self.mail, "phone": self.phone}
        return {kind: address for kind, address in every.items() if address}


@transaction.atomic
def send(
    *,
    template: str,
    to: Addresses,
    language: str,
    context: Mapping[str, str],
    unit_id: uuid.UUID,
    about: tuple[str, uuid.UUID],
    now: datetime,
    candidate_id: uuid.UUID | None = None,
    user_id: uuid.UUID | None = None,
    occasion: str = "",
    batch_id: uuid.UUID | None = None,
    attachments: Sequence[Attachment] = (),
) -> OutboxMessage:
    """Write a message and defer its delivery, both in the current transaction.

    A message goes once per (template, about, occasion): asking again gives the one already written. Quiet
    hours hold it back, a refusal of the person withholds it. ``attachments`` go with a mail; another channel
    carries the text alone. Raises InvalidError (``no_address``, ``attachments_large``) and TemplateError.
    """
    chosen = templates.template(template)
    chosen.check(context)
    plan = plan_for(chosen, to, language, unit_id)
    (channel, address), *rest = plan.ways
    words = wordings.in_force(chosen.key, language, channels.forms()[channel], unit_id)
    message, new = OutboxMessage.objects.get_or_create(
        template=chosen.key,
        about_kind=about[0],
        about_id=about[1],
        occasion=occasion,
        defaults={
            "id": new_id(),
            "unit_id": unit_id,
            "candidate_id": candidate_id,
            "user_id": user_id,
            "template_version": words.version,
            "template_sha256": words.sha256,
            "language": language,
            "channel": channel,
            "fallback_from": plan.wished if plan.wished != channel else "",
            "address": address,
            "ways": [list(way) for way in rest] or None,
            "context": dict(context),
            "attachments": attaching.packed(attachments),
            "batch_id": batch_id,
            "queued_at": now,
            **_timing(chosen, to, now),
        },
    )
    if new:
        _begin(message, plan, now, withheld=leaving.unwanted(chosen, candidate_id))
    return message


def plan_for(template: MessageTemplate, to: Addresses, language: str, unit_id: uuid.UUID) -> routing.Plan:
    """The ways a message of this template takes to these addresses; InvalidError without any."""
    ready = channels.ready()
    worded = [
        key for key, one in ready.items() if wordings.available(template.key, language, one.form, unit_id)
    ]
    needs = {key: one.address for key, one in ready.items()}
    wished = routing.channels_for(template)
    return routing.plan(wished, addresses=to.by_kind(), needs=needs, worded=worded)


def _timing(template: MessageTemplate, to: Addresses, now: datetime) -> dict[str, Any]:
    """Candidates are left in peace in quiet hours, unless it is urgent; the bank's own people are at work."""
    if template.urgent or template.audience != "candidate":
        return {"urgent": template.urgent}
    zone = hours.check_zone(to.zone) if to.zone else hours.zone_of(to.phone, settings.TIME_ZONE)
    quiet = routing.quiet()
    return {"zone": zone, "not_before": quiet.until(now, zone) if quiet else None}


def _begin(message: OutboxMessage, plan: routing.Plan, now: datetime, *, withheld: bool) -> None:
    for channel, reason in plan.skipped:
        rows.add_leg(message, channel, Leg.State.SKIPPED, now, reason=reason)
    if withheld:
        rows.withhold(message)
        return
    rows.record(message, "queued", template=message.template, channel=message.channel)
    rows.defer(message, message.not_before)
