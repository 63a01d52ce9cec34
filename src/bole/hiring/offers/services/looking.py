"""The candidate looks at the offer: HR sees that he has."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.hiring.offers.models import Offer
from bole.hiring.offers.services import steps


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
