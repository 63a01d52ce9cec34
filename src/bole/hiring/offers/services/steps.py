"""What the services share: locked rows, audit lines, live pages, names of tasks and timers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.hiring.offers import policies
from bole.hiring.offers.models import Offer, Version
from bole.kernel.errors import NotFoundError

DRAFT = "hiring.offers.draft"
SEAL = "hiring.offers.seal"
REMIND = "offers.remind"
EXPIRE = "offers.expire"
UNANSWERED = "offers.unanswered"
TOPIC = "offer"


def locked(offer_id: UUID) -> Offer:
    """The offer, held until the transaction ends; NotFoundError when not there or not to be seen."""
    found = Offer.objects.select_for_update(of=("self",)).filter(pk=offer_id).first()
    if found is None:
        raise NotFoundError("no such offer")
    return found


def locked_for_bank(offer_id: UUID, permission: str = policies.WRITE) -> tuple[Offer, UUID]:
    """The same for a person of the bank with that right there; and who that is."""
    found = locked(offer_id)
    return found, permissions.require_person(permission, found.unit_id)


def locked_for_candidate(offer_id: UUID) -> Offer:
    """The same for the person it is made to; to anybody else there is none."""
    actor, found = actors.current(), locked(offer_id)
    mine = actor.kind == "candidate" and actor.candidate_id == found.candidate_id
    if not mine or found.first_sent_at is None:
        raise NotFoundError("no such offer")
    return found


def in_work(offer: Offer) -> Version | None:
    """The version being written or waiting for a second person."""
    states = (Version.State.DRAFT, Version.State.WAITING)
    return Version.objects.select_for_update().filter(offer=offer, state__in=states).first()


def changed(offer: Offer, what: str, details: Mapping[str, Any] | None = None) -> None:
    """One line of the trail, never an amount or a word; and open pages read again."""
    verb = f"hiring.offers.offer.{what}"
    audit.record(verb=verb, obj=("offer", offer.pk), unit_id=offer.unit_id, details=details)
    live.notify(TOPIC, offer.pk, offer.unit_id)
