"""Putting a version before the candidate, and the clocks that begin with it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.workdays import bank_time
from bole.hiring.offers import library
from bole.hiring.offers.events import OfferSent
from bole.hiring.offers.models import ChangeRequest, Offer, Version
from bole.hiring.offers.rules import states
from bole.hiring.offers.services import clocks, steps, telling
from bole.kernel.errors import ConflictError, InvalidError

ANSWER_DAYS = 5  # working days, where the job has no template


def put_before(offer: Offer, version: Version, now: datetime) -> None:
    """The version becomes the one that is shown; the one before it can no longer be signed. The caller holds
    the offer's lock and has every signature that is needed."""
    first = offer.shown is None
    offer.state = states.move(offer.state, states.OPEN)
    if offer.shown is not None:
        Version.objects.filter(pk=offer.shown.pk).update(state=Version.State.PAST)
    version.state, version.sent_at, version.candidate_id = Version.State.SENT, now, offer.candidate_id
    version.save()
    offer.shown, offer.sent_at, offer.expires_at = version, now, deadline(offer, now)
    offer.first_sent_at = offer.first_sent_at or now
    offer.ended_at, offer.reason = None, ""
    offer.save()
    _answered(offer, version, now)
    clocks.start(offer, now)
    telling.sent(offer, first=first, now=now)
    events.publish(
        OfferSent(offer.pk, offer.application_id, offer.candidate_id, offer.unit_id, version.number)
    )
    steps.changed(offer, "sent", {"version": version.number, "hash": version.sha256})


def deadline(offer: Offer, now: datetime) -> datetime:
    """So many working days of the unit later, at the same time of day."""
    template = library.template_for(offer.job_key)
    days = template.answer_days if template else ANSWER_DAYS
    return bank_time.working_days_later(unit_id=offer.unit_id, days=days, now=now)


@transaction.atomic
def extend(*, offer_id: UUID, until: datetime, now: datetime) -> Offer:
    """Give the candidate more time, also for an offer that has run out."""
    offer, _ = steps.locked_for_bank(offer_id)
    if offer.state not in {states.OPEN, states.EXPIRED} or offer.shown is None or offer.expires_at is None:
        raise ConflictError("there is no time running", code="wrong_state")
    if not max(now, offer.expires_at) < until <= now + states.LONGEST_LIFE:
        raise InvalidError("a later moment, within 30 days", fields={"until": "out_of_range"})
    offer.state = states.move(offer.state, states.OPEN)
    offer.expires_at, offer.ended_at = until, None
    offer.save(update_fields=["state", "expires_at", "ended_at"])
    clocks.start(offer, now)
    telling.extended(offer, now)
    steps.changed(offer, "extended", {"until": until.isoformat()})
    return offer


def _answered(offer: Offer, version: Version, now: datetime) -> None:
    """The new version is the answer to what the candidate asked, if HR has not said anything else."""
    request = (
        ChangeRequest.objects.select_for_update().filter(offer=offer, state=ChangeRequest.State.OPEN).first()
    )
    if request is None:
        return
    writer = UUID(version.writers[-1]) if version.writers else None
    clocks.answered(request, writer, {"items": [], "words": "", "version": version.number}, now)
