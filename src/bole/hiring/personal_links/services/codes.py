"""The one-time code: proof that whoever holds an address also holds the person's phone or mailbox."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet, Sum

from bole.foundation.audit import services as audit
from bole.foundation.keys.current import blind_index
from bole.foundation.messaging import services as messaging
from bole.hiring.candidates import queries as candidates
from bole.hiring.personal_links import rules
from bole.hiring.personal_links.models import OneTimeCode
from bole.kernel.errors import ConflictError


@dataclass(frozen=True, slots=True)
class Door:
    """What a code opens, and for whom. ``bank`` is the bank's name in the person's ``language`` (zh, en)."""

    kind: str
    about_id: UUID
    candidate_id: UUID
    unit_id: UUID
    bank: str
    language: str
    zone: str = ""


@dataclass(frozen=True, slots=True)
class CodeSent:
    """Where a code went (masked) and how long it lives."""

    to: str
    expires_at: datetime


@transaction.atomic
def send_code(*, door: Door, now: datetime) -> CodeSent:
    """Send a fresh six-digit code to the person's own address; earlier ones for this door are void.

    The caller holds a lock on what the door opens. ConflictError ``code_throttled``.
    """
    codes = _codes(door)
    rules.check_send(
        list(codes.filter(sent_at__gt=now - timedelta(hours=1)).values_list("sent_at", flat=True)), now
    )
    codes.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
    code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"
    row = OneTimeCode(
        unit_id=door.unit_id,
        candidate_id=door.candidate_id,
        kind=door.kind,
        about_id=door.about_id,
        sent_at=now,
        expires_at=now + rules.CODE_LIFE,
    )
    row.code_hash = _hashed(row.pk, code)
    row.save(force_insert=True)
    to = _send(door, row, code, now)
    _record(door, "sent", {"code": row.pk})
    return CodeSent(to, row.expires_at)


def accept_code(*, door: Door, code: str, now: datetime) -> OneTimeCode:
    """Accept a code once, or raise: code_wrong, code_expired, code_used_up, too_many_attempts.

    A wrong guess is counted even though this raises, so it must be called outside a transaction that would
    be rolled back by it.
    """
    with transaction.atomic():
        row = _codes(door).select_for_update().order_by("-sent_at").first()
        if row is None:
            raise ConflictError("no code was sent", code="code_expired")
        rules.check_code(expires_at=row.expires_at, tries=row.tries, used=row.used_at is not None, now=now)
        rules.check_day(_tries_of_a_day(door, now))
        row.tries += 1
        right = hmac.compare_digest(row.code_hash, _hashed(row.pk, code.strip()))
        row.used_at = now if right else None
        row.save(update_fields=["tries", "used_at"])
        _record(door, "accepted" if right else "refused", {"tries": row.tries})
    if not right:
        raise ConflictError("the code is not the one we sent", code="code_wrong")
    return row


def _codes(door: Door) -> QuerySet[OneTimeCode]:
    return OneTimeCode.objects.filter(kind=door.kind, about_id=door.about_id, candidate_id=door.candidate_id)


def _tries_of_a_day(door: Door, now: datetime) -> int:
    """Over all its codes: whoever asks for new ones gets no more guesses by that."""
    lately = _codes(door).filter(sent_at__gt=now - timedelta(days=1))
    return int(lately.aggregate(all=Sum("tries"))["all"] or 0)


def _hashed(row_id: UUID, code: str) -> str:
    """Keyed and per row: six digits alone could be tried out from a stolen table."""
    return blind_index(f"{row_id}/{code}", "person/code")


def _send(door: Door, row: OneTimeCode, code: str, now: datetime) -> str:
    contact = candidates.contact(door.candidate_id)
    messaging.send(
        template="one-time-code",
        to=messaging.Addresses(mail=contact.email, phone=contact.phone, zone=door.zone),
        language=door.language,
        context={
            "code": code,
            "bank": door.bank,
            "minutes": str(int(rules.CODE_LIFE.total_seconds() // 60)),
        },
        unit_id=door.unit_id,
        about=("one_time_code", row.pk),
        now=now,
        candidate_id=door.candidate_id,
    )
    address = contact.email or contact.phone
    return candidates.masked_mail(address) if "@" in address else candidates.masked_phone(address)


def _record(door: Door, verb: str, details: dict[str, object]) -> None:
    audit.record(
        verb=f"hiring.personal_links.code.{verb}",
        obj=(door.kind, door.about_id),
        unit_id=door.unit_id,
        details=details,
    )
