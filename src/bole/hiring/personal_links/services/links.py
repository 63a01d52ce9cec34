"""The address itself: made when somebody needs the person, kept open as long as anybody does."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.messaging import services as messaging
from bole.foundation.org import queries as org
from bole.hiring.candidates import queries as candidates
from bole.hiring.personal_links import policies, tokens
from bole.hiring.personal_links.models import PersonalLink
from bole.hiring.personal_links.services import codes
from bole.hiring.personal_links.services.codes import CodeSent, Door
from bole.kernel.errors import ConflictError, NotFoundError

KIND = "personal_link"


@transaction.atomic
def link_for(*, candidate_id: UUID, unit_id: UUID, until: datetime, now: datetime) -> str:
    """The person's address, absolute and ending in ``/``, good at least ``until``.

    For capabilities that write to the person; the actor is the machine, or HR of the person's unit.
    """
    candidate = candidates.get(candidate_id)
    actor = actors.current()
    if actor.kind == "user":
        permissions.require(actor, policies.RENEW, candidate.unit_id)
    if candidate.erased_at:
        raise NotFoundError("no such candidate")
    link = PersonalLink.objects.select_for_update().filter(candidate_id=candidate_id).first()
    if link is None:
        link = _made(candidate, unit_id, until, now)
    elif until > link.expires_at:
        link.expires_at = until
        link.save(update_fields=["expires_at"])
    return address_of(link)


@transaction.atomic
def renew(*, candidate_id: UUID, now: datetime) -> str:
    """A new address for somebody whose old one fell into other hands; the old one is dead from now on."""
    link = PersonalLink.objects.select_for_update().filter(candidate_id=candidate_id).first()
    if link is None:
        raise NotFoundError("no such link")
    permissions.require(actors.current(), policies.RENEW, link.unit_id)
    link.serial += 1
    link.token_hash = tokens.hashed(tokens.token_of(link))
    link.verified_at = None
    link.made_at = now
    link.save(update_fields=["serial", "token_hash", "verified_at", "made_at"])
    _record(link, "renewed")
    return address_of(link)


@transaction.atomic
def send_new_address(*, candidate_id: UUID, now: datetime) -> None:
    """``renew``, and tell the person where the page is from now on."""
    address = renew(candidate_id=candidate_id, now=now)
    link = PersonalLink.objects.get(candidate_id=candidate_id)
    contact = candidates.contact(candidate_id)
    messaging.send(
        template="new-address",
        to=messaging.Addresses(mail=contact.email, phone=contact.phone),
        language=link.language,
        context={"name": contact.name, "bank": link.about["bank"][link.language], "link": address},
        unit_id=link.unit_id,
        about=(KIND, link.pk),
        now=now,
        candidate_id=candidate_id,
        occasion=f"serial {link.serial}",
    )


def find_by_token(token: str) -> PersonalLink:
    """The link of an address; NotFoundError for any other string. Opens nothing by itself.

    Reads across units, because the address is all there is to know yet.
    """
    with actors.system_scope("personal link"):
        found = PersonalLink.objects.filter(token_hash=tokens.hashed(token)).first()
    if found is None:  # of who asked to be erased not even the hash is left
        raise NotFoundError("no such link")
    return found


def send_entry_code(*, link_id: UUID, now: datetime) -> CodeSent:
    """A code that opens the person's pages."""
    with transaction.atomic():
        return codes.send_code(door=_door(_own(link_id, now)), now=now)


def enter(*, link_id: UUID, code: str, now: datetime) -> PersonalLink:
    """Take the code; from here on the pages are open to this browser. Raises as ``accept_code``."""
    with transaction.atomic():
        door = _door(_own(link_id, now))
    codes.accept_code(door=door, code=code, now=now)
    with transaction.atomic():
        link = _own(link_id, now)
        link.verified_at = now
        link.save(update_fields=["verified_at"])
        _record(link, "entered")
    return link


def address_of(link: PersonalLink) -> str:
    """The full address of the home page."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/me/{tokens.token_of(link)}/"


def _made(candidate: candidates.Person, unit_id: UUID, until: datetime, now: datetime) -> PersonalLink:
    with actors.system_scope("personal link"):  # the bank's own rows, for their names
        unit = candidate.unit
        bank = org.root() or unit
    link = PersonalLink(
        unit_id=unit_id,
        candidate=candidate,
        about={
            "bank": {"zh": bank.name_zh, "en": bank.name_en},
            "unit": {"zh": unit.name_zh, "en": unit.name_en},
        },
        language="en" if candidate.language.startswith("en") else "zh",
        made_at=now,
        expires_at=until,
    )
    link.token_hash = tokens.hashed(tokens.token_of(link))
    link.save(force_insert=True)
    _record(link, "made")
    return link


def _own(link_id: UUID, now: datetime) -> PersonalLink:
    """The link under a lock, for the person (row-level security shows it to nobody else) or the machine."""
    link = PersonalLink.objects.select_for_update().filter(pk=link_id).first()
    actor = actors.current()
    if link is None or not (actor.kind == "system" or actor.candidate_id == link.candidate_id):
        raise NotFoundError("no such link")
    if now >= link.expires_at:
        raise ConflictError("the address is no longer good", code="person_link_expired")
    return link


def _door(link: PersonalLink) -> Door:
    return Door(
        kind=KIND,
        about_id=link.pk,
        candidate_id=link.candidate_id,
        unit_id=link.unit_id,
        bank=link.about["bank"][link.language],
        language=link.language,
    )


def _record(link: PersonalLink, what: str) -> None:
    audit.record(
        verb=f"hiring.personal_links.link.{what}",
        obj=(KIND, link.pk),
        unit_id=link.unit_id,
        details={"serial": link.serial},
    )
