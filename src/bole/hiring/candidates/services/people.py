"""The person: registered, corrected, handed out, removed."""

import secrets
import zipfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import BinaryIO, cast
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from bole.foundation import events
from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.privacy import services as privacy
from bole.hiring.candidates import policies, queries, rules
from bole.hiring.candidates.events import CandidateRegistered
from bole.hiring.candidates.models import Candidate, Resume
from bole.hiring.candidates.services import duplicates
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
def correct_contact(*, candidate_id: UUID, name: str, phone: str, email: str, now: datetime) -> Candidate:
    """Mend a wrong name or address."""
    candidate = Candidate.objects.select_for_update().filter(pk=candidate_id, erased_at=None).first()
    if candidate is None:
        raise NotFoundError("no such candidate")
    permissions.require(actors.current(), policies.REGISTER, candidate.unit_id)
    rules.check_contact(name=name, phone=phone, email=email)
    before = [candidate.name, candidate.phone, candidate.email]
    _filled(candidate, name, phone, email)
    after = [candidate.name, candidate.phone, candidate.email]
    changed = [field for field, old, new in zip(FIELDS, before, after, strict=True) if old != new]
    if changed:
        told = provenance("bank", now)
        candidate.provenance = candidate.provenance | dict.fromkeys(changed, told)
        candidate.save()
        duplicates.propose_duplicates(candidate_id=candidate.pk, now=now)
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


def provenance(source: str, as_of: datetime) -> dict[str, str]:
    """Who told a value and for when it held there; times in UTC and of one length compare as text."""
    return {
        "source": rules.check_source(source),
        "as_of": as_of.astimezone(UTC).isoformat(timespec="microseconds"),
    }


@transaction.atomic
def enter(
    *,
    unit_id: UUID,
    name: str,
    phone: str = "",
    email: str = "",
    birth_date: str = "",
    language: str = "zh",
    source: str,
    as_of: datetime,
    now: datetime,
) -> tuple[Candidate, bool]:
    """The unit's file of who has this name and this number or address, or a new one; and whether it is new.

    Unlike ``register``, a number or an address alone makes nobody the same person: another name with it, or
    the same name and day of birth, opens a file of its own and is proposed to HR as a duplicate. Nothing of a
    known file is overwritten: whoever sends a name and a number may be anybody.
    """  # fmt: skip
    permissions.require(actors.current(), policies.REGISTER, unit_id)
    rules.check_contact(name=name, phone=phone, email=email, birth_date=birth_date)
    told = {"name": name, "phone": phone, "email": email, "birth_date": birth_date}
    candidate = Candidate(unit_id=unit_id, language=language, birth_date=birth_date, created_at=now)
    candidate.provenance = {field: provenance(source, as_of) for field, value in told.items() if value}
    _filled(candidate, name, phone, email)
    _lock_addresses(candidate)
    known = _known(candidate, name_index=candidate.name_index)
    if known is not None:
        return known.merged_into or known, False
    _insert(candidate)
    events.publish(CandidateRegistered(candidate.pk, unit_id))
    audit.record(
        verb="hiring.candidates.candidate.registered",
        obj=("candidate", candidate.pk),
        unit_id=unit_id,
        fields=FIELDS,
    )
    duplicates.propose_duplicates(candidate_id=candidate.pk, now=now)
    return candidate, True


def hand_out(*, candidate_id: UUID, number: str, reason: str, out: BinaryIO, now: datetime) -> dict[str, int]:
    """Everything kept about a person as a zip in ``out`` (recordings in the clear: not a lasting file).

    ``number`` is typed by whoever asks, as the second confirmation; ``reason`` a code of the policies.
    """
    candidate = _confirmed(candidate_id, policies.HAND_OUT, number, reason, policies.HAND_OUT_REASONS)
    with transaction.atomic():
        _record(candidate, "handed_out", reason)
        with actors.system_scope("a copy of everything, wherever it lies"):
            return _written(queries.same_person(candidate), out, now)


def _written(files: Sequence[Candidate], out: BinaryIO, now: datetime) -> dict[str, int]:
    """One zip for a person with one file; for merged files a zip of theirs."""
    if len(files) == 1:
        one = files[0]
        return privacy.export_person(candidate_id=one.pk, unit_id=one.unit_id, out=out, now=now)
    counts: Counter[str] = Counter()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True) as whole:
        for one in files:
            with whole.open(f"{one.number}.zip", "w", force_zip64=True) as inner:
                made = privacy.export_person(
                    candidate_id=one.pk, unit_id=one.unit_id, out=cast(BinaryIO, inner), now=now
                )
            counts.update(made)
    return dict(counts)


@transaction.atomic
def remove(*, candidate_id: UUID, number: str, reason: str, now: datetime) -> dict[str, int]:
    """Erase a person everywhere, with every file merged with this one; gives how many pieces went, by
    capability. Cannot be undone."""
    candidate = _confirmed(candidate_id, policies.REMOVE, number, reason, policies.REMOVE_REASONS)
    _record(candidate, "removed", reason)
    counts: Counter[str] = Counter()
    with actors.system_scope("erased everywhere"):
        for one in queries.same_person(candidate):
            record = privacy.erase_person(candidate_id=one.pk, unit_id=one.unit_id, reason=reason, now=now)
            counts.update(record.counts)
    return dict(counts)


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
    candidate.birth_index = queries.index("birth", rules.same_birth(name, candidate.birth_date or ""))
    return candidate


def _lock_addresses(candidate: Candidate) -> None:
    """Two who enter the same address at once come one after the other, until the transaction ends."""
    for value in sorted(filter(None, (candidate.email_index, candidate.phone_index))):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{candidate.unit_id}/{value}"]
            )


def _known(candidate: Candidate, **more: str) -> Candidate | None:
    same_unit = Candidate.objects.filter(unit_id=candidate.unit_id, erased_at=None, **more)
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
