"""Messages: to the employee with his own address, to the bank's people with a number and never a name."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from bole.foundation.access import queries as access
from bole.foundation.access import roles
from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.messaging import services as messaging
from bole.foundation.workdays import bank_time
from bole.hiring.candidates import queries as candidates
from bole.hiring.personal_links import services as links
from bole.kernel.errors import InvalidError
from bole.workforce.performance.models import Probation
from bole.workforce.performance.rules import states

OPEN_FOR = timedelta(days=60)  # the employee's address after the last day


def employee(
    probation: Probation,
    template: str,
    context: Mapping[str, str],
    now: datetime,
    occasion: str,
    page: str = "",
) -> None:
    """Write to the employee; ``page`` is what stands behind his address. Somebody without any reads it
    there."""
    with system_scope("a message to an employee"):
        contact = candidates.contact(probation.candidate_id)
        if not (contact.email or contact.phone):
            return
        address = links.link_for(
            candidate_id=probation.candidate_id,
            unit_id=probation.unit_id,
            until=max(now, _end(probation)) + OPEN_FOR,
            now=now,
        )
        try:
            messaging.send(
                template=template,
                to=messaging.Addresses(mail=contact.email, phone=contact.phone),
                language=contact.language,
                context={"name": contact.name, "link": f"{address}probation/{page}", **context},
                unit_id=probation.unit_id,
                about=("probation", probation.pk),
                candidate_id=probation.candidate_id,
                now=now,
                occasion=occasion,
            )
        except InvalidError as error:
            if error.code != "no_address":  # no way that is set up reaches him: he reads it on his page
                raise


def bank(
    probation: Probation,
    people: Iterable[User],
    template: str,
    context: Mapping[str, str],
    now: datetime,
    occasion: str,
) -> int:
    """Mail these people; gives how many have an address."""
    told = 0
    page = f"{settings.PUBLIC_URL.rstrip('/')}{reverse('performance:one', args=[probation.pk])}"
    for one in {user.pk: user for user in people if user.email}.values():
        language = "en" if one.language.startswith("en") else "zh"
        unit = probation.unit.name_en if language == "en" else probation.unit.name_zh
        messaging.send(
            template=template,
            to=messaging.Addresses(mail=one.email),
            language=language,
            context={"unit": unit, "number": probation.number, "link": page, **context},
            unit_id=probation.unit_id,
            about=("probation", probation.pk),
            user_id=one.pk,
            now=now,
            occasion=f"{one.pk} {occasion}",
        )
        told += 1
    return told


def who(probation: Probation, to: Iterable[str]) -> list[User]:
    """The accounts behind manager, hr and head_office. Without a manager named, the unit's managers; where a
    unit has nobody, head office."""
    found: list[User] = []
    for one in to:
        if one == states.MANAGER:
            found += [probation.manager] if probation.manager else _holders(roles.HIRING_MANAGER, probation)
        elif one == states.HR:
            found += _holders(roles.BRANCH_HR, probation)
        elif one == states.HEAD_OFFICE:
            found += _holders(roles.HEAD_OFFICE_HR, probation)
    return found or _holders(roles.HEAD_OFFICE_HR, probation)


def _holders(role: str, probation: Probation) -> list[User]:
    return access.holders_of((role,), probation.unit_id)


def _end(probation: Probation) -> datetime:
    return bank_time.moment(probation.ends_on, 23)
