"""Messages of onboarding: to the person by mail, by SMS or both, to staff by mail; each once per occasion."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from bole.foundation.access import actors
from bole.foundation.access.models import User
from bole.foundation.messaging import services as messaging
from bole.foundation.org import queries as org
from bole.foundation.workdays import bank_time
from bole.hiring.candidates import queries as candidates
from bole.hiring.personal_links import services as personal_links
from bole.kernel.errors import InvalidError
from bole.workforce.onboarding.models import Onboarding

# The pages stay open so long after the first day: the guide and the first courses are read then.
AFTER = timedelta(days=60)


def link_of(onboarding: Onboarding, now: datetime) -> str:
    """The person's page of this onboarding."""
    until = max(now, bank_time.moment(onboarding.employee.starts_on, 0)) + AFTER
    with actors.system_scope("link for a newcomer"):
        home = personal_links.link_for(
            candidate_id=onboarding.candidate_id, unit_id=onboarding.unit_id, until=until, now=now
        )
    return f"{home}onboarding/"


def to_person(
    onboarding: Onboarding,
    template: str,
    *,
    now: datetime,
    occasion: str = "",
    more: Mapping[str, Mapping[str, str]] | None = None,
) -> None:
    """``more``: field → {zh, en}. Every message begins with the name and ends with the person's own page."""
    with actors.system_scope("message to a newcomer"):
        contact = candidates.contact(onboarding.candidate_id)
    to = messaging.Addresses(mail=contact.email, phone=contact.phone)
    _send(onboarding, template, contact, to, now=now, occasion=occasion, more=more or {})


def to_person_both_ways(
    onboarding: Onboarding,
    template: str,
    *,
    now: datetime,
    occasion: str = "",
    more: Mapping[str, Mapping[str, str]] | None = None,
) -> int:
    """The same by mail and by SMS, each once per occasion; gives how many ways there were. A way that is not
    set up, or that the bank's route leaves out, is passed over; InvalidError (``no_address``) without any."""
    with actors.system_scope("message to a newcomer"):
        contact = candidates.contact(onboarding.candidate_id)
    ways = {
        "mail": messaging.Addresses(mail=contact.email),
        "sms": messaging.Addresses(phone=contact.phone),
    }
    told, missing = 0, None
    for way, to in ways.items():
        try:
            _send(onboarding, template, contact, to, now=now, occasion=f"{occasion} {way}", more=more or {})
            told += 1
        except InvalidError as error:
            if error.code != "no_address":
                raise
            missing = error
    if not told and missing is not None:
        raise missing
    return told


def _send(
    onboarding: Onboarding,
    template: str,
    contact: candidates.Contact,
    to: messaging.Addresses,
    *,
    now: datetime,
    occasion: str,
    more: Mapping[str, Mapping[str, str]],
) -> None:
    language = "en" if contact.language.startswith("en") else "zh"
    root = org.root()
    bank = (root.name_en if language == "en" else root.name_zh) if root else ""
    context = {
        "name": contact.name,
        "bank": bank,
        "job": onboarding.employee.job_title[language],
        "starts": day(onboarding.employee.starts_on, language),
        "link": link_of(onboarding, now),
        **{field: words[language] for field, words in more.items()},
    }
    messaging.send(
        template=template,
        to=to,
        language=language,
        context=context,
        unit_id=onboarding.unit_id,
        about=("onboarding", onboarding.pk),
        now=now,
        candidate_id=onboarding.candidate_id,
        occasion=occasion,
    )


def to_staff(
    onboarding: Onboarding,
    template: str,
    people: Iterable[User],
    *,
    now: datetime,
    page: str,
    more: Mapping[str, Mapping[str, str]] | None = None,
    occasion: str = "",
) -> int:
    """A staff number, a day and a link; what a template needs besides is in ``more``. Gives how many."""
    told = 0
    for one in people:
        if not one.email:
            continue
        language = "en" if one.language.startswith("en") else "zh"
        unit = onboarding.unit
        messaging.send(
            template=template,
            to=messaging.Addresses(mail=one.email),
            language=language,
            context={
                "unit": unit.name_en if language == "en" else unit.name_zh,
                "number": onboarding.employee.number,
                "starts": day(onboarding.employee.starts_on, language),
                "link": f"{settings.PUBLIC_URL.rstrip('/')}{page}",
                **{field: words[language] for field, words in (more or {}).items()},
            },
            unit_id=onboarding.unit_id,
            about=("onboarding", onboarding.pk),
            user_id=one.pk,
            now=now,
            occasion=f"{one.pk} {occasion}",
        )
        told += 1
    return told


def hr_page(onboarding_id: UUID) -> str:
    """Where HR looks at one person's onboarding."""
    return reverse("onboarding:one", args=[onboarding_id])


def day(when: object, language: str) -> str:
    """A date as people write it."""
    from datetime import date

    assert isinstance(when, date)
    if language == "zh":
        return f"{when.year} 年 {when.month} 月 {when.day} 日"
    return f"{when.day} {when:%B %Y}"
