"""Ends without a signature: the candidate declines, the bank takes it back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors
from bole.hiring.offers import library
from bole.hiring.offers.models import ChangeRequest, Offer, Version
from bole.hiring.offers.rules import states
from bole.hiring.offers.services import approving, clocks, steps, telling
from bole.kernel.errors import InvalidError

LONGEST = 1000


@transaction.atomic
def decline(*, offer_id: UUID, reason: str, words: str, now: datetime) -> Offer:
    """The candidate says no, with a reason of the list; words beside it are free. Twice is once."""
    approving.lapse(offer_id, now)
    offer = steps.locked_for_candidate(offer_id)
    if offer.state == states.DECLINED:
        return offer
    _check("decline", reason, words)
    offer.state = states.move(offer.state, states.DECLINED)
    _end(offer, reason, words, now)
    telling.to_hr(offer, "offer-over", now)
    steps.changed(offer, "declined", {"reason": reason})
    return offer


@transaction.atomic
def withdraw(*, offer_id: UUID, reason: str, words: str, now: datetime) -> Offer:
    """The bank takes back what is not signed yet; the candidate is told if he has seen it."""
    approving.lapse(offer_id, now)
    offer, _ = steps.locked_for_bank(offer_id)
    _check("withdraw", reason, words)
    was_out = offer.first_sent_at is not None
    offer.state = states.move(offer.state, states.WITHDRAWN)
    _end(offer, reason, words, now)
    if was_out:
        telling.withdrawn(offer, now)
    steps.changed(offer, "withdrawn", {"reason": reason})
    return offer


def _check(kind: str, reason: str, words: str) -> None:
    if reason not in library.reasons(kind):
        raise InvalidError("choose a reason", fields={"reason": "unknown"})
    if len(words.strip()) > LONGEST:
        raise InvalidError("too long", fields={"words": "too_long"})


def _end(offer: Offer, reason: str, words: str, now: datetime) -> None:
    offer.reason, offer.note, offer.ended_at = reason, words.strip() or None, now
    offer.save()
    ChangeRequest.objects.filter(offer=offer, state=ChangeRequest.State.OPEN).update(
        state=ChangeRequest.State.TAKEN_BACK, answered_at=now
    )
    _stop_writing(offer)
    clocks.stop(offer)
    clocks.ended(offer)


def _stop_writing(offer: Offer) -> None:
    """A version in work is nobody's any more; a candidate does not see it, the machine does."""
    with actors.system_scope("an offer ended"):
        version = steps.in_work(offer)
        if version is not None:
            version.state = Version.State.DROPPED
            version.save(update_fields=["state"])
