"""Hand a message to its channel.

Two transactions: the first marks that this attempt hands it over, the second does so under the row's lock and
keeps what came of it. Of two workers with the same message one waits for the lock and finds it done. A worker
killed between hand-over and mark leaves its claim behind: the next attempt sees it and does what the channel
says (``after_break``): send again, ask the outside first, or leave it to a person.
"""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from bole.foundation.messaging import attaching, channels, checking, routing, rules, templates, wordings
from bole.foundation.messaging.models import Leg, OutboxMessage, Pace
from bole.foundation.messaging.rules import Rendered
from bole.foundation.messaging.services import leaving, rows
from bole.foundation.messaging.services.rows import DELIVER, OPEN, State
from bole.foundation.messaging.wordings import Words
from bole.kernel.errors import BoleError
from bole.ports.channel import Channel, Letter
from bole.ports.errors import PortError

__all__ = ["DELIVER", "deliver"]
LEAVE = {"zh": "您不想再收到这类提醒？", "en": "You would rather have no more of these?"}
AHEAD = timedelta(seconds=1)  # a slot this near is taken at once


def deliver(*, message_id: uuid.UUID, now: datetime) -> None:
    """Hand a message to its channel, or put it off to its moment. No two workers send the same one.

    Raises PortError after the failure was written into the row: retryable until MAX_ATTEMPTS, then the next
    channel of its route has its turn, and a message without one is dead.
    """
    with transaction.atomic():
        message = rows.locked(message_id)
        if message.state not in OPEN or _put_off(message, now):
            return
        if _refused_meanwhile(message):
            rows.withhold(message)
            return
        broken = message.claimed_at if message.claim else None
        claim = message.claim = uuid.uuid4()
        message.claimed_at = now
        message.attempts += 1
        message.save(update_fields=["claim", "claimed_at", "attempts"])
    failure = _hand_over(message_id, claim, broken, now)
    if failure is not None:
        raise failure


def _hand_over(
    message_id: uuid.UUID, claim: uuid.UUID, broken: datetime | None, now: datetime
) -> PortError | None:
    """The second transaction; the failure for the queue, None when all is well or another way is taken."""
    with transaction.atomic():
        message = rows.locked(message_id)
        if message.claim != claim or message.state not in OPEN:
            return None  # another attempt took it up
        message.claim = message.claimed_at = None
        try:
            receipt, words = _send(message, broken)
        except (PortError, templates.TemplateError) as error:
            known = error if isinstance(error, PortError) else PortError(str(error), code=error.code)
            return _failed(message, known, now)
        _sent(message, receipt, words, now)
        return None


def _refused_meanwhile(message: OutboxMessage) -> bool:
    """A message waits over night, or is sent again by hand: whoever refused it since then gets none."""
    try:
        return leaving.unwanted(templates.template(message.template), message.candidate_id)
    except templates.TemplateError:
        return False


def _put_off(message: OutboxMessage, now: datetime) -> bool:
    """Whether its moment is still to come: quiet hours, or a channel that is handed so many a second only."""
    if message.not_before and message.not_before > now:
        rows.defer(message, message.not_before)
        return True
    quiet = routing.quiet() if message.zone and not message.urgent else None
    later = quiet.until(now, message.zone) if quiet else None
    if later is None:
        later = _slot(message, now)
    if later is None:
        return False
    message.not_before = later
    message.save(update_fields=["not_before", "paced"])
    rows.defer(message, later)
    return True


def _slot(message: OutboxMessage, now: datetime) -> datetime | None:
    """The moment the channel's pace leaves for this message, if that is not now. Retries are few and go at
    once; so do urgent ones, which take their place all the same."""
    channel = channels.channel(message.channel)
    if channel is None or not channel.per_second or message.paced or message.attempts:
        return None
    Pace.objects.get_or_create(channel=message.channel, defaults={"next_at": now})
    pace = Pace.objects.select_for_update().get(channel=message.channel)
    slot = max(pace.next_at, now)
    pace.next_at = slot + timedelta(seconds=1 / channel.per_second)
    pace.save(update_fields=["next_at"])
    message.paced = True
    return slot if slot > now + AHEAD and not message.urgent else None


def _send(message: OutboxMessage, broken: datetime | None) -> tuple[str, Words]:
    channel = channels.channel(message.channel)
    if channel is None:
        raise PortError("this channel is not configured any more", code="no_adapter")
    words = words_for(message, channel)
    if broken is not None:
        known = _after_break(channel, message, broken)
        if known is not None:
            return known, words
    return channel.send(letter_of(message, words, words.render(message.context))), words


def _after_break(channel: Channel, message: OutboxMessage, broken: datetime) -> str | None:
    """The receipt, if the outside has the message already."""
    if channel.after_break == "never":
        raise PortError("the worker died while sending; nobody knows whether it went", code="interrupted")
    if channel.after_break == "again":
        return None
    return channel.find(message.address, str(message.pk), broken)


def words_for(message: OutboxMessage, channel: Channel) -> Words:
    """The very text a trial is about, else the one in force."""
    if message.wording is not None:
        return wordings.words_of(message.wording)
    return wordings.in_force(message.template, message.language, channel.form, message.unit_id)


def letter_of(message: OutboxMessage, words: Words, rendered: Rendered) -> Letter:
    """What the channel is given."""
    used = {name: message.context[name] for name in checking.places(words.body) if name in message.context}
    wanted = templates.template(message.template)
    refusable = wanted.optional and message.candidate_id is not None
    leave = leaving.link_of(message.pk) if refusable else ""
    if leave:
        rendered = rules.with_footer(rendered, LEAVE[templates.language_of(message.language)], leave)
    return Letter(
        to=message.address,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        reference=str(message.pk),
        template=message.template,
        language=message.language,
        values=used,
        gateway_code=words.gateway_code,
        unsubscribe=leave,
        attachments=attaching.unpacked(message.attachments),
    )


def _sent(message: OutboxMessage, receipt: str, words: Words, now: datetime) -> None:
    message.state, message.sent_at, message.error_code = State.SENT, now, ""
    rows.add_leg(
        message,
        message.channel,
        Leg.State.SENT,
        now,
        attempts=message.attempts,
        receipt=receipt[:80],
        wording_sha256=words.sha256,
    )
    rows.record(message, "sent", template=message.template, attempts=message.attempts)
    forget_secret(message)
    message.save()


def _failed(message: OutboxMessage, error: PortError, now: datetime) -> PortError | None:
    message.error_code = error.code[:60]
    if error.retryable and message.attempts < rules.MAX_ATTEMPTS:
        message.state = State.FAILED
        message.save()
        return PortError(str(error), code=error.code, retryable=True)
    rows.add_leg(
        message, message.channel, Leg.State.FAILED, now, reason=message.error_code, attempts=message.attempts
    )
    if next_way(message):
        return None
    give_up(message)
    return PortError(str(error), code=error.code, retryable=False)


def next_way(message: OutboxMessage) -> bool:
    """Queue it for the next channel of its route; False without one, or with nothing to say."""
    if not message.ways or not message.context:
        return False
    (channel, address), *rest = message.ways
    if not message.fallback_from:
        message.fallback_from = message.channel
    message.channel, message.address, message.ways = channel, address, rest or None
    message.state, message.attempts, message.paced, message.not_before = State.QUEUED, 0, False, None
    message.save()
    rows.record(message, "rerouted", template=message.template, channel=channel, error=message.error_code)
    rows.defer(message)
    return True


def give_up(message: OutboxMessage) -> None:
    """A dead letter: somebody has to look at it."""
    message.state = State.DEAD
    rows.record(
        message,
        "dead",
        template=message.template,
        attempts=message.attempts,
        error=message.error_code,
    )
    forget_secret(message)
    message.save()


def forget_secret(message: OutboxMessage) -> None:
    """A one-time code is not kept once it was sent or given up."""
    try:
        secret = templates.template(message.template).secret
    except BoleError:
        secret = True  # a template that is gone: better to forget too much
    if secret and message.state not in OPEN:
        message.context, message.attachments = {}, None
