"""What offers give out and take away when a person asks (registered with foundation.privacy)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.hiring.offers.models import ChangeRequest, Offer, Signature, Version
from bole.hiring.offers.rules import states
from bole.hiring.offers.services import clocks


def export(candidate_id: UUID) -> dict[str, Any]:
    """Offers with every version that was sent, what was asked and answered, and the signature."""
    return {"offers": [_one(offer) for offer in Offer.objects.filter(candidate_id=candidate_id)]}


@transaction.atomic
def erase(candidate_id: UUID, now: datetime) -> int:
    """Terms, words and drawings go; dates, states and hashes stay as counts tied to nobody by name. The
    sealed file is ``foundation.signing``'s to keep or erase. An open offer ends with it."""
    offers = list(Offer.objects.select_for_update().filter(candidate_id=candidate_id))
    for offer in offers:
        clocks.stop(offer)
        if offer.state in states.LIVE:
            offer.state, offer.ended_at, offer.reason = states.WITHDRAWN, now, "erased"
        offer.wishes, offer.note = [], None
        offer.about = {**offer.about, "number": ""}
        offer.save()
    for version in Version.objects.filter(offer__in=offers):
        version.terms, version.sources, version.note = {}, {}, ""
        version.save(update_fields=["terms", "sources", "note"])
    for request in ChangeRequest.objects.filter(offer__in=offers):
        request.body, request.answer = {"items": [], "words": ""}, None
        request.save(update_fields=["body", "answer"])
    for signature in Signature.objects.filter(offer__in=offers):
        signature.image, signature.letter = None, None
        signature.save(update_fields=["image", "letter"])
    return len(offers)


def _one(offer: Offer) -> dict[str, Any]:
    signature = Signature.objects.filter(offer=offer).first()
    sent = Version.objects.filter(offer=offer, sent_at__isnull=False)
    return {
        "job": offer.about["job"],
        "state": offer.state,
        "sent_at": offer.first_sent_at,
        "ended_at": offer.ended_at,
        "reason": offer.reason,
        "words": offer.note,
        "training_suggested": offer.wishes,
        "versions": [{"number": one.number, "sent_at": one.sent_at, "terms": one.terms} for one in sent],
        "asked": [
            {"at": one.asked_at, "body": one.body, "answer": one.answer, "answered_at": one.answered_at}
            for one in ChangeRequest.objects.filter(offer=offer)
        ],
        "signature": signature
        and {
            "signed_at": signature.signed_at,
            "terms_sha256": signature.terms_sha256,
            "consent": signature.consent,
            "image": signature.image,
        },
    }
