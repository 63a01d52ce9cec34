"""Every write: put a message into the outbox, deliver it, try a dead one again."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from bole.foundation import queue
from bole.foundation.audit import services as audit
from bole.foundation.messaging import rules, templates
from bole.foundation.messaging.models import OutboxMessage
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.kernel.ids import new_id
from bole.ports.errors import PortError
from bole.ports.mail import Mail, MailSender
from bole.ports.sms import Sms, SmsSender

DELIVER = "messaging.deliver"
State = OutboxMessage.State
FOLLOWED = timedelta(days=1)
FOLLOWED_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a person can be reached; empty when unknown."""

    mail: str = ""
    phone: str = ""


def mail_sender() -> MailSender:
    """The adapter named by the setting MAIL_SENDER."""
    adapter: MailSender = import_string(settings.MAIL_SENDER)()
    return adapter


def sms_sender() -> SmsSender | None:
    """The adapter named by the setting SMS_SENDER, or None: then mail takes its place."""
    if not settings.SMS_SENDER:
        return None
    adapter: SmsSender = import_string(settings.SMS_SENDER)()
    return adapter


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
) -> OutboxMessage:
    """Write a message and defer its delivery, both in the current transaction.

    A message goes once per (template, about, occasion): asking again gives the one already written.
    Raises InvalidError (``no_address``) and TemplateError.
    """
    chosen = templates.template(template)
    chosen.check(dict(context))
    way = rules.route(chosen.channels, mail=to.mail, phone=to.phone, sms_ready=bool(settings.SMS_SENDER))
    with transaction.atomic():
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
                "template_version": chosen.version,
                "template_sha256": chosen.sha256,
                "language": language,
                "channel": way.channel,
                "fallback_from": way.fallback_from,
                "address": to.mail if way.channel == "mail" else to.phone,
                "spare_mail": to.mail if way.channel == "sms" and "mail" in chosen.channels else None,
                "context": dict(context),
                "queued_at": now,
            },
        )
        if new:
            audit.record(
                verb="messaging.message.queued",
                obj=("messaging_outboxmessage", message.pk),
                unit_id=unit_id,
                details={"template": chosen.key, "channel": way.channel},
            )
            queue.defer(DELIVER, message_id=message.pk, unit_id=unit_id)
    return message


def deliver(*, message_id: uuid.UUID, now: datetime) -> OutboxMessage:
    """Hand a message to its adapter. The row is locked meanwhile, so two workers never send it twice.

    Raises PortError after the failure was written into the row: retryable until MAX_ATTEMPTS, then not.
    """
    failure: PortError | None = None
    with transaction.atomic():
        message = _locked(message_id)
        if message.state in {State.SENT, State.DEAD}:
            return message
        message.attempts += 1
        try:
            _hand_over(message)
            message.state, message.sent_at, message.error_code = State.SENT, now, ""
        except PortError as error:
            failure = error
            hopeless = not error.retryable or message.attempts >= rules.MAX_ATTEMPTS
            message.error_code = error.code[:60]
            message.state = State.DEAD if hopeless else State.FAILED
            if hopeless and message.spare_mail:
                failure = None
                _go_by_mail(message)
        _forget_secret(message)
        message.save()
        _audit_end(message)
    if failure is not None:
        raise PortError(str(failure), code=failure.code, retryable=message.state == State.FAILED) from failure
    return message


def _hand_over(message: OutboxMessage) -> None:
    rendered = templates.template(message.template).render(message.language, message.channel, message.context)
    if message.channel == OutboxMessage.Channel.SMS:
        gateway = sms_sender()
        if gateway is None:
            raise PortError("no SMS adapter is configured any more", code="no_adapter")
        language = "en" if message.language.startswith("en") else "zh"
        facts = (message.template, language, message.context)
        message.receipt = gateway.send(Sms(message.address, rendered.text.strip(), str(message.pk), *facts))
        return
    mail = Mail(message.address, rendered.subject, rendered.text, rendered.html, str(message.pk))
    mail_sender().send(mail)


def _go_by_mail(message: OutboxMessage) -> None:
    """What the gateway will not take goes to the mail address, while it is still worth reading."""
    message.channel, message.fallback_from = OutboxMessage.Channel.MAIL, OutboxMessage.Channel.SMS
    message.address, message.spare_mail = message.spare_mail, None
    message.state, message.attempts = State.QUEUED, 0
    queue.defer(DELIVER, message_id=message.pk, unit_id=message.unit_id)


def follow_up(*, now: datetime) -> int:
    """Ask the gateway what became of short messages of the last day; gives how many are now known. The actor
    must see every row.
    """
    gateway = sms_sender()
    if gateway is None:
        return 0
    open_ones = OutboxMessage.objects.filter(
        channel="sms", state=State.SENT, reached=None, sent_at__gt=now - FOLLOWED
    ).exclude(receipt="")
    known = 0
    for message in open_ones.order_by("sent_at")[:FOLLOWED_AT_ONCE]:
        assert message.sent_at is not None
        reached = gateway.delivered(message.address, message.receipt, message.sent_at)
        known += OutboxMessage.objects.filter(pk=message.pk).update(reached=reached) * (reached is not None)
    return known


def _forget_secret(message: OutboxMessage) -> None:
    if message.state in {State.SENT, State.DEAD} and templates.template(message.template).secret:
        message.context = {}


def _audit_end(message: OutboxMessage) -> None:
    if message.state in {State.SENT, State.DEAD}:
        details = {"template": message.template, "attempts": message.attempts}
        if message.error_code:
            details["error"] = message.error_code
        audit.record(
            verb=f"messaging.message.{message.state}",
            obj=("messaging_outboxmessage", message.pk),
            unit_id=message.unit_id,
            details=details,
        )


def retry(*, message_id: uuid.UUID, now: datetime) -> OutboxMessage:
    """Queue a dead message again, after somebody mended what was wrong. A forgotten secret cannot be."""
    with transaction.atomic():
        message = _locked(message_id)
        if message.state != State.DEAD:
            raise ConflictError("only a dead message can be tried again", code="message_not_dead")
        if templates.template(message.template).secret:
            raise InvalidError("its content is forgotten; send a new one", code="message_forgotten")
        message.state, message.attempts, message.queued_at = State.QUEUED, 0, now
        message.save(update_fields=["state", "attempts", "queued_at"])
        audit.record(
            verb="messaging.message.retried",
            obj=("messaging_outboxmessage", message.pk),
            unit_id=message.unit_id,
        )
        queue.defer(DELIVER, message_id=message.pk, unit_id=message.unit_id)
    return message


def _locked(message_id: uuid.UUID) -> OutboxMessage:
    message = OutboxMessage.objects.select_for_update().filter(pk=message_id).first()
    if message is None:
        raise NotFoundError("no such message")
    return message
