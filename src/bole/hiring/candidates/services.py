"""Writes of people's files."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db import IntegrityError, transaction

from bole.foundation import events
from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.privacy import services as privacy
from bole.hiring.candidates import policies, queries, rules
from bole.hiring.candidates.events import CandidateRegistered
from bole.hiring.candidates.models import Candidate, Resume
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError

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


@transaction.atomic
def keep_resume(*, candidate_id: UUID, text: str, now: datetime) -> Resume:
    """Keep what HR or the person pasted, in place of what was kept before. The same text twice is once."""
    cleaned = rules.check_resume(text)
    candidate = Candidate.objects.select_for_update().filter(pk=candidate_id, erased_at=None).first()
    if candidate is None:
        raise NotFoundError("no such candidate")
    actor = actors.current()
    if actor.kind == "candidate" and actor.candidate_id != candidate_id:
        raise NotFoundError("no such candidate")
    if actor.kind == "user":
        permissions.require(actor, policies.RESUME, candidate.unit_id)
    source = Resume.Source.PERSON if actor.kind == "candidate" else Resume.Source.BANK
    known = Resume.objects.filter(candidate=candidate).first()
    if known is not None and known.text == cleaned:
        return known
    kept = known or Resume(unit_id=candidate.unit_id, candidate=candidate)
    kept.text, kept.source, kept.added_at = cleaned, source, now
    kept.save()
    audit.record(
        verb="hiring.candidates.candidate.resume_kept",
        obj=("candidate", candidate.pk),
        unit_id=candidate.unit_id,
        details={"source": source, "characters": len(cleaned)},
    )
    return kept


def hand_out(*, candidate_id: UUID, number: str, reason: str, out: BinaryIO, now: datetime) -> dict[str, int]:
    """Everything kept about a person as a zip in ``out`` (recordings in the clear: not a lasting file).

    ``number`` is typed by whoever asks, as the second confirmation; ``reason`` a code of the policies.
    """
    candidate = _confirmed(candidate_id, policies.HAND_OUT, number, reason, policies.HAND_OUT_REASONS)
    with transaction.atomic():
        _record(candidate, "handed_out", reason)
        with actors.system_scope("a copy of everything, wherever it lies"):
            return privacy.export_person(
                candidate_id=candidate.pk, unit_id=candidate.unit_id, out=out, now=now
            )


@transaction.atomic
def remove(*, candidate_id: UUID, number: str, reason: str, now: datetime) -> dict[str, int]:
    """Erase a person everywhere; gives how many pieces went, by capability. Cannot be undone."""
    candidate = _confirmed(candidate_id, policies.REMOVE, number, reason, policies.REMOVE_REASONS)
    _record(candidate, "removed", reason)
    with actors.system_scope("erased everywhere"):
        record = privacy.erase_person(
            candidate_id=candidate.pk, unit_id=candidate.unit_id, reason=reason, now=now
        )
    return dict(record.counts)


def _confirmed(
    candidate_id: UUID, permission: str, number: str, reason: str, reasons: Sequence[tuple[str, object]]
) -> Candidate:
    """The person, when the actor may, typed the right number and gave a reason of the list."""
    candidate = queries.get(candidate_id)
    permissions.require(actors.current(), permission, candidate.unit_id)
    if candidate.erased_at is not None:
        raise ConflictError("this person was erased", code="already_erased")
    problems = {}
    if number.strip().upper() != candidate.number.upper():
        problems["number"] = "mismatch"
    if reason not in {code for code, _ in reasons}:
        problems["reason"] = "required"
    if problems:
        raise InvalidError("not confirmed", fields=problems)
    return candidate


def _record(candidate: Candidate, what: str, reason: str) -> None:
    audit.record(
        verb=f"hiring.candidates.candidate.{what}",
        obj=("candidate", candidate.pk),
        unit_id=candidate.unit_id,
        details={"reason": reason},
    )


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
