"""The candidate looks at the offer: HR sees that he has. Whoever opens a paper of it leaves a line."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.audit import services as audit
from bole.foundation.signing import queries as signing
from bole.hiring.offers import queries
from bole.hiring.offers.letter import letter
from bole.hiring.offers.models import Offer, Version
from bole.hiring.offers.services import steps
from bole.kernel.errors import NotFoundError


def opened(*, offer_id: UUID, now: datetime) -> None:
    """The first look is kept; later ones change nothing."""
    if not Offer.objects.filter(pk=offer_id, opened_at=None).exists():
        return
    with transaction.atomic():
        offer = steps.locked_for_candidate(offer_id)
        if offer.opened_at is None:
            offer.opened_at = now
            offer.save(update_fields=["opened_at"])
            steps.changed(offer, "opened", {"version": offer.shown.number if offer.shown else 0})


def open_letter(offer: Offer, version: Version) -> bytes:
    """The letter of one version, for whoever was given the offer by ``queries``."""
    paper = letter(offer, version)
    _opened(offer, "letter", {"version": version.number})
    return paper


def open_signed(offer: Offer) -> bytes:
    """The sealed letter; NotFoundError before there is one."""
    signature = queries.signature_of(offer)
    if signature is None or signature.document_id is None:
        raise NotFoundError("nothing was sealed yet")
    paper = signing.open_pdf(signature.document_id)
    _opened(offer, "signed_letter", {"document": signature.document_id})
    return paper


def _opened(offer: Offer, what: str, details: dict[str, object]) -> None:
    verb = f"hiring.offers.{what}.opened"
    audit.record(verb=verb, obj=("offer", offer.pk), unit_id=offer.unit_id, details=details)
