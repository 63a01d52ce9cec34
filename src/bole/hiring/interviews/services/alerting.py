"""Mails to people of the bank when a clock ran out: a number and a link, never a name."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from bole.foundation.access import queries as access
from bole.foundation.access import roles
from bole.foundation.messaging import services as messaging
from bole.hiring.interviews.models import Interview
from bole.hiring.interviews.services import steps, telling

TO_UNIT = (roles.BRANCH_HR,)
TO_HEAD = (roles.HEAD_OFFICE_HR,)


@transaction.atomic
def alert(
    *,
    interview_id: UUID,
    about: tuple[str, UUID],
    template: str,
    to_roles: Iterable[str],
    due_at: datetime,
    page: str,
    now: datetime,
) -> int:
    """Write to everybody with one of ``to_roles`` for the unit; head office where the unit has nobody.

    Once per person, template and the thing it is ``about``. Gives how many mails were written.
    """
    interview = steps.locked(interview_id)
    people = access.holders_of(to_roles, interview.unit_id)
    people = [one for one in people if one.email] or [
        one for one in access.holders_of(TO_HEAD, interview.unit_id) if one.email
    ]
    for one in people:
        language = "en" if one.language.startswith("en") else "zh"
        messaging.send(
            template=template,
            to=messaging.Addresses(mail=one.email),
            language=language,
            context=_context(interview, language, due_at, page),
            unit_id=interview.unit_id,
            about=about,
            user_id=one.pk,
            now=now,
            occasion=str(one.pk),
        )
    return len(people)


def _context(interview: Interview, language: str, due_at: datetime, page: str) -> dict[str, str]:
    unit = interview.unit
    return {
        "job": interview.about["job"][language],
        "unit": unit.name_en if language == "en" else unit.name_zh,
        "number": interview.candidate.number,
        "due_at": telling.moment(due_at, language),
        "link": f"{settings.PUBLIC_URL.rstrip('/')}{page}",
    }
