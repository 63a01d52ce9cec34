"""Writes of people's files."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from bole.foundation import events
from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.hiring.candidates import policies, queries, rules
from bole.hiring.candidates.events import CandidateRegistered
from bole.hiring.candidates.models import Candidate
from bole.kernel.errors import NotFoundError

FIELDS = ("name", "phone", "email")


@transaction.atomic
def register(
    *, unit_id: UUID, name: str, phone: str = "", email: str = "", language: str = "zh", now: datetime
) -> Candidate:
    """Open a file, or return the unit's own file with the same address or number."""
    permissions.require(actors.current(), policies.REGISTER, unit_id)
    rules.check_contact(name=name, phone=phone, email=email)
    candidate = _filled(Candidate(unit_id=unit_id, language=language, created_at=now), name, phone, email)
    known = _known(candidate)
    if known is not None:
        return known
    _insert(candidate)
    events.publish(CandidateRegistered(candidate.pk, unit_id))
    audit.record(
        verb="hiring.candidates.candidate.registered",
        obj=("candidate", candidate.pk),
        unit_id=unit_id,
        fields=FIELDS,
    )
    return candidate


@transaction.atomic
def correct_contact(*, candidate_id: UUID, name: str, phone: str, email: str) -> Candidate:
    """Mend a wrong name or address."""
    candidate = Candidate.objects.select_for_update().filter(pk=candidate_id, erased_at=None).first()
    if candidate is None:
        raise NotFoundError("no such candidate")
    permissions.require(actors.current(), policies.REGISTER, candidate.unit_id)
    rules.check_contact(name=name, phone=phone, email=email)
    before = [candidate.name, candidate.phone, candidate.email]
    _filled(candidate, name, phone, email).save()
    after = [candidate.name, candidate.phone, candidate.email]
    changed = [field for field, old, new in zip(FIELDS, before, after, strict=True) if old != new]
    if changed:
        audit.record(
            verb="hiring.candidates.candidate.corrected",
            obj=("candidate", candidate.pk),
            unit_id=candidate.unit_id,
            fields=changed,
        )
    return candidate


def _filled(candidate: Candidate, name: str, phone: str, email: str) -> Candidate:
    candidate.name, candidate.phone, candidate.email = name.strip(), rules.same_phone(phone), email.strip()
    candidate.name_index = queries.index("name", rules.same_name(name))
    candidate.phone_index = queries.index("phone", candidate.phone)
    candidate.email_index = queries.index("email", rules.same_mail(email))
    return candidate


def _known(candidate: Candidate) -> Candidate | None:
    same_unit = Candidate.objects.filter(unit_id=candidate.unit_id, erased_at=None)
    for field in ("email_index", "phone_index"):
        value = getattr(candidate, field)
        found = same_unit.filter(**{field: value}).first() if value else None
        if found is not None:
            return found
    return None


def _insert(candidate: Candidate) -> None:
    """A random number, so that it tells neither how many people applied nor when; taken ones are drawn again.

    Row-level security hides other branches' numbers, so only the constraint can say that one is taken.
    """
    for last in (False, False, False, True):
        candidate.number = f"C-{secrets.randbelow(10**8):08d}"
        try:
            with transaction.atomic():
                candidate.save(force_insert=True)
        except IntegrityError:
            if last:
                raise
        else:
            return
