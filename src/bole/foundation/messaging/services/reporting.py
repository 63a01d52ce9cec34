"""What the outside says became of a message: pushed to us, or asked for."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from bole.foundation.messaging import channels
from bole.foundation.messaging.models import Leg
from bole.foundation.messaging.services import delivering, rows
from bole.foundation.messaging.services.rows import State
from bole.ports.errors import PortError
from bole.ports.sms import SmsReported

FOLLOWED = timedelta(days=1)
FOLLOWED_AT_ONCE = 200


def leg_of(report: SmsReported) -> uuid.UUID | None:
    """The hand-over a gateway speaks of; None when it fits none of ours (wrong number, unknown, settled).
    Receipt, number and, where the gateway gives it back, our reference must agree. The actor must see every
    row.
    """
    legs = Leg.objects.select_related("message").filter(channel="sms", state=Leg.State.SENT)
    message_id = _id(report.reference)
    if message_id is not None:
        legs = legs.filter(message_id=message_id, receipt__in=("", report.receipt))
    elif report.receipt:
        legs = legs.filter(receipt=report.receipt)
    else:
        return None
    for leg in legs:
        ours = leg.message.address if leg.message.channel == "sms" else report.to  # it goes by mail by now
        if same_number(ours, report.to):
            return leg.pk
    return None


@transaction.atomic
def note_report(*, leg_id: uuid.UUID, reached: bool, code: str, now: datetime) -> bool:
    """Keep a gateway's word. The same report twice is once; the first answer stands."""
    leg = Leg.objects.filter(pk=leg_id).first()
    return leg is not None and settle(leg, reached=reached, reason=code, now=now)


def follow_up(*, now: datetime) -> int:
    """Ask the channels what became of messages of the last day; gives how many are now known. The actor must
    see every row. Those not asked about for longest stand first: a long list cannot starve the others."""
    known = 0
    for key, channel in channels.ready().items():
        open_ones = Leg.objects.filter(
            Q(channel=key, state=Leg.State.SENT), ~Q(receipt=""), at__gt=now - FOLLOWED
        ).select_related("message")
        longest_unheard = open_ones.order_by(F("heard_at").asc(nulls_first=True), "at")
        for leg in longest_unheard[:FOLLOWED_AT_ONCE]:
            try:
                reached = channel.delivered(leg.message.address, leg.receipt, leg.at)
            except PortError:
                break  # the gateway does not answer: another time
            if reached is None:
                Leg.objects.filter(pk=leg.pk).update(heard_at=now)
                continue
            with transaction.atomic():
                known += settle(leg, reached=reached, reason="", now=now)
    return known


def settle(leg: Leg, *, reached: bool, reason: str, now: datetime) -> bool:
    """Keep the answer; a message that did not arrive takes the next way of its route, or is dead."""
    message = rows.locked(leg.message_id)
    state = Leg.State.DELIVERED if reached else Leg.State.UNDELIVERED
    changed = Leg.objects.filter(pk=leg.pk, state=Leg.State.SENT).update(
        state=state, heard_at=now, reason="" if reached else (_code(reason) or "undelivered")
    )
    if not changed or message.state != State.SENT or message.channel != leg.channel:
        return bool(changed)
    if reached:
        message.state = State.DELIVERED
        message.save(update_fields=["state"])
        rows.record(message, "delivered", template=message.template, channel=message.channel)
        return True
    message.error_code = f"{leg.channel}_undelivered"
    if not delivering.next_way(message):
        delivering.give_up(message)
    return True


def same_number(ours: str, theirs: str) -> bool:
    """Whether two spellings mean the same number: the last eleven digits (a mainland number) agree."""
    left, right = (_digits(number) for number in (ours, theirs))
    return bool(right) and (left == right or left[-11:] == right[-11:])


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())


def _id(reference: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(reference)
    except ValueError:
        return None


def _code(reason: str) -> str:
    return "".join(sign for sign in reason if sign.isalnum() or sign in "._:-")[:60]
