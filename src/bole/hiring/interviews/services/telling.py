"""Messages to the candidate. The link is recomputed when needed; the database holds only its hash."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings

from bole.foundation.access.actors import system_scope
from bole.foundation.keys.current import blind_index
from bole.foundation.messaging import services as messaging
from bole.foundation.workdays import bank_time
from bole.hiring.candidates import queries as candidates
from bole.hiring.interviews.models import Interview
from bole.kernel.errors import InvalidError, NotFoundError


def token_of(interview: Interview) -> str:
    """The secret of the invitation link: a keyed signature of id and serial, so nobody without the key
    can make it."""
    return blind_index(f"{interview.pk}/{interview.link_serial}", "interview/link")


def hashed(token: str) -> str:
    """What is stored of a link: a keyed hash, useless without the bank's key."""
    return blind_index(token, "interview/token")


def link_of(interview: Interview, page: str = "") -> str:
    """The full address of a page of the interview."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/i/{token_of(interview)}/{page}"


def moment(when: datetime, language: str, zone: str = "") -> str:
    """A time as people write it, in the candidate's zone or the bank's; where the two differ, with the
    distance to UTC, so that nobody has to guess whose clock is meant."""
    bank = bank_time.local(when)
    local = when.astimezone(ZoneInfo(zone)) if zone else bank
    far = "" if local.utcoffset() == bank.utcoffset() else f" (UTC{local.isoformat()[-6:]})"
    if language == "zh":
        return f"{local.year} 年 {local.month} 月 {local.day} 日 {local:%H:%M}{far}"
    return f"{local.day} {local:%B %Y, %H:%M}{far}"


def check_zone(zone: str) -> str:
    """The name of a time zone, or nothing; InvalidError for anything else."""
    if zone and zone not in available_timezones():
        raise InvalidError(f"no time zone {zone!r}", fields={"zone": "unknown"})
    return zone


def tell(
    interview: Interview,
    template: str,
    context: Mapping[str, str],
    *,
    now: datetime,
    about: tuple[str, UUID] | None = None,
    occasion: str = "",
    batch_id: UUID | None = None,
) -> str:
    """Put a message to the candidate into the outbox, once per occasion; gives the address it goes to."""
    contact = candidates.contact(interview.candidate_id)
    messaging.send(
        template=template,
        to=messaging.Addresses(mail=contact.email, phone=contact.phone, zone=interview.zone),
        language=interview.language,
        context=context,
        unit_id=interview.unit_id,
        about=about or ("interview", interview.pk),
        now=now,
        candidate_id=interview.candidate_id,
        occasion=occasion,
        batch_id=batch_id,
    )
    return contact.email or contact.phone


def greeting(interview: Interview) -> dict[str, str]:
    """The fields nearly every message begins with."""
    language = interview.language
    return {
        "name": candidates.contact(interview.candidate_id).name,
        "bank": interview.about["bank"][language],
        "job": interview.about["job"][language],
    }


def addresses_of(candidate_id: UUID) -> dict[str, str]:
    """Where a candidate can be reached today, nowhere if he is gone; for the outbox, when a message is sent
    again."""
    try:
        with system_scope("messaging:addresses"):
            contact = candidates.contact(candidate_id)
    except NotFoundError:
        return {}
    return {"mail": contact.email, "phone": contact.phone}
