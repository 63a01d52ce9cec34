"""What people are told: the candidate by his own channel, HR by mail; never an amount."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from bole.foundation.access import actors, roles
from bole.foundation.access import queries as access
from bole.foundation.access.models import User
from bole.foundation.messaging import services as messaging
from bole.foundation.workdays import bank_time
from bole.hiring.candidates import queries as candidates
from bole.hiring.offers import library
from bole.hiring.offers.models import Offer
from bole.hiring.personal_links import services as links

LINK_STAYS = timedelta(days=60)  # the address outlives the offer: terms and answers can be read again


def sent(offer: Offer, *, first: bool, now: datetime) -> None:
    """A version lies before the candidate: the first, or a changed one."""
    assert offer.shown is not None
    template = "offer-ready" if first else "offer-changed"
    _to_candidate(offer, template, {"until": _moment(offer)}, f"v{offer.shown.number}", now)


def extended(offer: Offer, now: datetime) -> None:
    """There is more time."""
    _to_candidate(offer, "offer-extended", {"until": _moment(offer)}, _moment(offer), now)


def reminder(offer: Offer, now: datetime) -> None:
    """The time is nearly over."""
    _to_candidate(offer, "offer-reminder", {"until": _moment(offer)}, _moment(offer), now)


def answered(offer: Offer, now: datetime) -> None:
    """The bank keeps the offer as it is; why stands on the page."""
    _to_candidate(offer, "offer-answered", {"until": _moment(offer)}, _moment(offer), now)


def withdrawn(offer: Offer, now: datetime) -> None:
    """The bank took it back."""
    reason = library.reasons("withdraw")[offer.reason][offer.language]
    _to_candidate(offer, "offer-withdrawn", {"reason": reason}, "", now)


def signed(offer: Offer, now: datetime) -> None:
    """The signed document can be fetched."""
    _to_candidate(offer, "offer-signed", {}, "", now)


def to_hr(offer: Offer, template: str, now: datetime) -> None:
    """A number and a link to who takes care of it, else to the unit's HR."""
    with actors.system_scope("a message about an offer"):
        for one in _people(offer):
            language = "en" if one.language.startswith("en") else "zh"
            messaging.send(
                template=template,
                to=messaging.Addresses(mail=one.email),
                language=language,
                context={
                    "number": offer.about["number"],
                    "job": offer.about["job"][language],
                    "state": _STATES[offer.state][language],
                    "link": f"{settings.PUBLIC_URL.rstrip('/')}{reverse('offers:one', args=[offer.pk])}",
                },
                unit_id=offer.unit_id,
                about=("offer", offer.pk),
                user_id=one.pk,
                now=now,
                occasion=f"{one.pk} {now:%y%m%d%H%M}",
            )


_STATES: Mapping[str, Mapping[str, str]] = {
    "preparing": {"zh": "准备中", "en": "being prepared"},
    "open": {"zh": "待候选人答复", "en": "with the candidate"},
    "asked": {"zh": "候选人提出修改", "en": "the candidate asked for changes"},
    "signed": {"zh": "已签署", "en": "signed"},
    "declined": {"zh": "候选人已婉拒", "en": "declined by the candidate"},
    "withdrawn": {"zh": "已收回", "en": "taken back"},
    "expired": {"zh": "已过期", "en": "run out"},
}


def _people(offer: Offer) -> list[User]:
    if offer.owner is not None and offer.owner.is_active and offer.owner.email:
        return [offer.owner]
    people = access.holders_of((roles.BRANCH_HR,), offer.unit_id) or access.holders_of(
        (roles.HEAD_OFFICE_HR,), offer.unit_id
    )
    return [one for one in people if one.email]


def _to_candidate(offer: Offer, template: str, more: Mapping[str, str], occasion: str, now: datetime) -> None:
    """By his own channel; somebody without an address finds it on his page."""
    with actors.system_scope("a message about an offer"):
        contact = candidates.contact(offer.candidate_id)
        home = links.link_for(
            candidate_id=offer.candidate_id, unit_id=offer.unit_id, until=now + LINK_STAYS, now=now
        )
        if not (contact.email or contact.phone):
            return
        messaging.send(
            template=template,
            to=messaging.Addresses(mail=contact.email, phone=contact.phone),
            language=offer.language,
            context={
                "name": contact.name,
                "bank": offer.about["bank"][offer.language],
                "job": offer.about["job"][offer.language],
                "link": f"{home}offers/{offer.pk}/",
                **more,
            },
            unit_id=offer.unit_id,
            about=("offer", offer.pk),
            candidate_id=offer.candidate_id,
            now=now,
            occasion=occasion,
        )


def _moment(offer: Offer) -> str:
    assert offer.expires_at is not None
    local = bank_time.local(offer.expires_at)
    if offer.language == "zh":
        return f"{local.month} 月 {local.day} 日 {local:%H:%M}"
    return f"{local.day} {local:%B, %H:%M}"
