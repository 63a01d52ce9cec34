"""The clocks of an offer: a reminder, its end, and the bank's own time to answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.queue import timers
from bole.foundation.workdays import bank_time
from bole.hiring.offers import queries
from bole.hiring.offers.events import OfferEnded
from bole.hiring.offers.models import ChangeRequest, Offer
from bole.hiring.offers.rules import states
from bole.hiring.offers.services import steps, telling

KINDS = (steps.REMIND, steps.EXPIRE, steps.UNANSWERED)
ANSWER_WITHIN = 1  # working days the bank has for a request


def start(offer: Offer, now: datetime) -> None:
    """For an offer that lies with the candidate."""
    stop(offer)
    assert offer.expires_at is not None
    timers.set(kind=steps.EXPIRE, key=str(offer.pk), due_at=offer.expires_at, unit_id=offer.unit_id)
    reminder = states.remind_at(now, offer.expires_at)
    if reminder is not None:
        timers.set(kind=steps.REMIND, key=str(offer.pk), due_at=reminder, unit_id=offer.unit_id)


def wait_for_bank(offer: Offer, now: datetime) -> None:
    """The candidate's clock stands still; the bank's begins."""
    stop(offer)
    due = bank_time.working_days_later(unit_id=offer.unit_id, days=ANSWER_WITHIN, now=now)
    timers.set(kind=steps.UNANSWERED, key=str(offer.pk), due_at=due, unit_id=offer.unit_id)


def stop(offer: Offer) -> None:
    """No clock runs any more."""
    for kind in KINDS:
        timers.cancel(kind=kind, key=str(offer.pk))


def answered(request: ChangeRequest, who: UUID | None, answer: Mapping[str, Any], now: datetime) -> None:
    """What the bank said to a request; the name is kept, because a candidate reads no account."""
    request.state, request.answer = ChangeRequest.State.ANSWERED, dict(answer)
    request.answered_by_id, request.answered_at = who, now
    request.answered_name = queries.names([who]).get(who, "") if who else ""
    request.save()


@transaction.atomic
def remind(*, offer_id: UUID, now: datetime) -> bool:
    """A day before the end. False when there is nothing to wait for any more."""
    offer = steps.locked(offer_id)
    if offer.state != states.OPEN or offer.expires_at is None or now >= offer.expires_at:
        return False
    telling.reminder(offer, now)
    steps.changed(offer, "reminded")
    return True


@transaction.atomic
def expire(*, offer_id: UUID, now: datetime) -> bool:
    """Its time is over. False when it was answered or given more time."""
    offer = steps.locked(offer_id)
    if offer.state != states.OPEN or offer.expires_at is None or now < offer.expires_at:
        return False
    offer.state, offer.ended_at = states.move(offer.state, states.EXPIRED), now
    offer.save(update_fields=["state", "ended_at"])
    telling.to_hr(offer, "offer-over", now)
    ended(offer)
    steps.changed(offer, "expired")
    return True


@transaction.atomic
def unanswered(*, offer_id: UUID, now: datetime) -> bool:
    """A candidate waits for the bank since yesterday."""
    offer = steps.locked(offer_id)
    if offer.state != states.ASKED:
        return False
    telling.to_hr(offer, "offer-unanswered", now)
    steps.changed(offer, "unanswered")
    return True


def ended(offer: Offer) -> None:
    """Tell those above that it ended without a signature."""
    events.publish(
        OfferEnded(
            offer.pk, offer.application_id, offer.candidate_id, offer.unit_id, offer.state, offer.reason
        )
    )
