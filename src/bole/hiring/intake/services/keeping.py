"""How long people's files stay: a dry list, a question to the person, then erasure by one of the bank."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import system_scope
from bole.foundation.files import services as files
from bole.foundation.messaging import services as messages
from bole.foundation.org import queries as org
from bole.foundation.privacy import services as privacy
from bole.foundation.privacy import wordings
from bole.foundation.workdays import bank_time
from bole.hiring.candidates import queries as candidates
from bole.hiring.intake import policies, queries, rules
from bole.hiring.intake.models import Submission
from bole.kernel.errors import NotFoundError

SALT = "bole.intake/renew"
LINK_LIFE = timedelta(days=60)
State = Submission.State


@transaction.atomic
def ask_again(*, candidate_id: UUID, now: datetime) -> bool:
    """Ask a person whose time is nearly over whether the bank may keep the file; False without an address or
    when asked before for the same end."""
    candidate = candidates.get(candidate_id)
    permissions.require(actors.current(), policies.RETAIN, candidate.unit_id)
    until = queries.kept_until(candidate)
    contact = candidates.contact(candidate_id)
    if not (contact.email or contact.phone):
        return False
    bank = org.root()
    token = signing.dumps(str(candidate_id), salt=SALT)
    message = messages.send(
        template="consent-renewal",
        to=messages.Addresses(mail=contact.email, phone=contact.phone),
        language=contact.language,
        context={
            "name": contact.name,
            "bank": (bank.name_en if contact.language == "en" else bank.name_zh) if bank else "",
            "until": bank_time.today(until).isoformat(),
            "link": f"{settings.PUBLIC_URL.rstrip('/')}/apply/renew/{token}/",
        },
        unit_id=candidate.unit_id,
        about=("candidate", candidate_id),
        now=now,
        candidate_id=candidate_id,
        occasion=until.date().isoformat(),
    )
    return bool(message.queued_at == now)


def renew(*, token: str, language: str, now: datetime) -> datetime:
    """The person says yes: the time begins anew; gives its end. NotFoundError for a forged or old link."""
    candidate_id = person_of(token)
    with system_scope("intake:renew"), transaction.atomic():
        candidate = candidates.get(candidate_id)
        if candidate.erased_at is not None:
            raise NotFoundError("no such candidate")
        privacy.give_consent(
            candidate_id=candidate_id,
            unit_id=candidate.unit_id,
            granted=True,
            wording=wordings.wording("application"),
            language=language,
            now=now,
        )
        return queries.kept_until(candidate)


def person_of(token: str) -> UUID:
    """Whom the link was sent to; NotFoundError for a forged or old one."""
    try:
        return UUID(signing.loads(token, salt=SALT, max_age=LINK_LIFE))
    except (signing.BadSignature, ValueError) as error:
        raise NotFoundError("no such link") from error


def erase_due(*, candidate_ids: Sequence[UUID], now: datetime) -> int:
    """Erase those of the dry list that a person ticked; each is looked at again, and only who is still due
    goes. Gives how many."""
    gone = 0
    for candidate_id in candidate_ids:
        with transaction.atomic():
            candidate = candidates.get(candidate_id)
            permissions.require(actors.current(), policies.RETAIN, candidate.unit_id)
            if not queries.is_due(candidate, now):
                continue
            with system_scope("retention is over"):
                for one in candidates.same_person(candidate):
                    privacy.erase_person(
                        candidate_id=one.pk, unit_id=one.unit_id, reason="retention", now=now
                    )
            gone += 1
    return gone


def forget_drafts(*, now: datetime) -> int:
    """Applications that were begun and never sent, with their files. Needs a scope that sees every row."""
    old = Submission.objects.filter(sent_at=None, started_at__lt=now - rules.DRAFT_LIFE)
    rows = list(old)
    for row in rows:
        with transaction.atomic():
            if row.file_id:
                files.erase(file_id=row.file_id, now=now, reason="never_sent")
            row.delete()
    return len(rows)
