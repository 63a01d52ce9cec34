"""What the candidate would like otherwise, and what the bank says to it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.workdays import bank_time
from bole.hiring.offers.models import ChangeRequest, Offer
from bole.hiring.offers.rules import asking, states
from bole.hiring.offers.services import clocks, steps, telling
from bole.kernel.errors import ConflictError, InvalidError


@transaction.atomic
def ask(
    *, offer_id: UUID, number: int, items: Sequence[Mapping[str, str]], words: str, now: datetime
) -> ChangeRequest:
    """The candidate asks for changes to version ``number``. The clock of the offer stops until the answer.

    ConflictError: ``version_replaced``, ``offer_expired``, ``offer_ended``, ``already_asked``,
    ``asked_too_often``; InvalidError for nothing asked, a day that cannot be, or endless words.
    """
    offer = steps.locked_for_candidate(offer_id)
    if offer.state == states.ASKED:
        raise ConflictError("the bank has not answered yet", code="already_asked")
    states.check_open(offer.state, offer.expires_at, now)
    assert offer.shown is not None
    if offer.shown.number != number:
        raise ConflictError("there is a newer version", code="version_replaced")
    if ChangeRequest.objects.filter(offer=offer).count() >= states.MOST_ASKED:
        raise ConflictError("so many requests are better talked over", code="asked_too_often")
    body = asking.cleaned(items, words, today=bank_time.today(now), known=asking.fields(offer.shown.terms))
    request = ChangeRequest.objects.create(
        unit_id=offer.unit_id,
        candidate_id=offer.candidate_id,
        offer=offer,
        about=offer.shown,
        body=body,
        asked_at=now,
    )
    offer.state = states.move(offer.state, states.ASKED)
    offer.save(update_fields=["state"])
    clocks.wait_for_bank(offer, now)
    telling.to_hr(offer, "offer-asked", now)
    steps.changed(offer, "asked", {"version": number, "items": len(body["items"])})
    return request


@transaction.atomic
def take_back(*, offer_id: UUID, now: datetime) -> Offer:
    """The candidate can do with the offer as it is; what was left of the time begins to run again."""
    offer = steps.locked_for_candidate(offer_id)
    request = _open(offer)
    request.state, request.answered_at = ChangeRequest.State.TAKEN_BACK, now
    request.save(update_fields=["state", "answered_at"])
    _go_on(offer, request, now)
    steps.changed(offer, "request_taken_back")
    return offer


@transaction.atomic
def keep(*, offer_id: UUID, words: str, now: datetime) -> Offer:
    """The bank's answer: the offer stays as it is, and why. InvalidError without words."""
    offer, who = steps.locked_for_bank(offer_id)
    request = _open(offer)
    text = words.strip()
    if not 2 <= len(text) <= asking.LONGEST:
        raise InvalidError("say why", fields={"words": "required"})
    clocks.answered(request, who, {"items": [], "words": text, "version": None}, now)
    _go_on(offer, request, now)
    telling.answered(offer, now)
    steps.changed(offer, "kept")
    return offer


def _open(offer: Offer) -> ChangeRequest:
    request = (
        ChangeRequest.objects.select_for_update().filter(offer=offer, state=ChangeRequest.State.OPEN).first()
    )
    if request is None or offer.state != states.ASKED:
        raise ConflictError("there is no open request", code="nothing_asked")
    return request


def _go_on(offer: Offer, request: ChangeRequest, now: datetime) -> None:
    assert offer.expires_at is not None
    offer.state = states.move(offer.state, states.OPEN)
    offer.expires_at = states.expiry_after_answer(offer.expires_at, request.asked_at, now)
    offer.save(update_fields=["state", "expires_at"])
    clocks.start(offer, now)
