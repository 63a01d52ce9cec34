"""Messages: to the person by his own address, to HR a number and a link, never what was found."""

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from bole.foundation.access import actors
from bole.foundation.messaging import services as messaging
from bole.foundation.workdays import bank_time
from bole.hiring.candidates import queries as candidates
from bole.hiring.personal_links import services as personal_links
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as moves
from bole.hiring.verification.models import Verification

if TYPE_CHECKING:
    from bole.foundation.access.models import User

LINK_LIFE = timedelta(days=60)


def person(found: Verification, template: str, now: datetime, occasion: str = "", **context: str) -> bool:
    """To the candidate; False for somebody without an address, who learns it on the page or by telephone."""
    with actors.system_scope("background check", found.unit_id):
        contact = candidates.contact(found.candidate_id)
        if not (contact.email or contact.phone):
            return False
        link = personal_links.link_for(
            candidate_id=found.candidate_id, unit_id=found.unit_id, until=now + LINK_LIFE, now=now
        )
        language = "en" if contact.language.startswith("en") else "zh"
        messaging.send(
            template=template,
            to=messaging.Addresses(mail=contact.email, phone=contact.phone),
            language=language,
            context={
                "name": contact.name,
                "job": found.job[language],
                "link": f"{link}check/",
                **context,
            },
            unit_id=found.unit_id,
            about=("verification", found.pk),
            candidate_id=found.candidate_id,
            now=now,
            occasion=occasion,
        )
    return True


def language_of(found: Verification) -> str:
    """The language the person is written to in."""
    with actors.system_scope("background check", found.unit_id):
        return "en" if candidates.get(found.candidate_id).language.startswith("en") else "zh"


def staff(found: Verification, template: str, now: datetime, occasion: str = "") -> int:
    """To who answers for it: the owner, else whoever answers for the opening. How many were written to."""
    with actors.system_scope("background check", found.unit_id):
        number = candidates.get(found.candidate_id).number
        people = [one for one in answering(found) if one.email]
        for one in people:
            language = "en" if one.language.startswith("en") else "zh"
            unit = found.unit.name_en if language == "en" else found.unit.name_zh
            page = reverse("verification:one", args=[found.pk])
            messaging.send(
                template=template,
                to=messaging.Addresses(mail=one.email),
                language=language,
                context={
                    "job": found.job[language],
                    "unit": unit,
                    "number": number,
                    "link": f"{settings.PUBLIC_URL.rstrip('/')}{page}",
                },
                unit_id=found.unit_id,
                about=("verification", found.pk),
                user_id=one.pk,
                now=now,
                occasion=f"{one.pk.hex} {hashlib.sha256(occasion.encode()).hexdigest()[:16]}",
            )
    return len(people)


def answering(found: Verification) -> "list[User]":
    """The owner; without one whoever answers for the opening."""
    if found.owner is not None:
        return [found.owner]
    return list(moves.owners(pipeline.get(found.application_id)))


def due(found: Verification, when: datetime) -> str:
    """A moment in the person's language."""
    return bank_time.told(when, language_of(found))
