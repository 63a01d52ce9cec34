"""The one-time code: proof that whoever holds the link also holds the invited phone or mailbox."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from bole.foundation.keys.current import blind_index
from bole.hiring.candidates import queries as naming
from bole.hiring.interviews import rules
from bole.hiring.interviews.models import Interview, OneTimeCode
from bole.hiring.interviews.services import steps, telling
from bole.kernel.errors import ConflictError


@dataclass(frozen=True, slots=True)
class CodeSent:
    """Where a code went (masked) and how long it lives."""

    to: str
    expires_at: datetime


@transaction.atomic
def send_code(*, interview_id: UUID, now: datetime) -> CodeSent:
    """Send a fresh six-digit code to the invited address; earlier ones are void. ConflictError when
    throttled."""
    interview = steps.locked_for_candidate(interview_id)
    if interview.state == Interview.State.WITHDRAWN:
        raise ConflictError("the invitation was withdrawn", code="interview_withdrawn")
    hour = OneTimeCode.objects.filter(interview=interview, sent_at__gt=now - timedelta(hours=1))
    rules.check_send(list(hour.values_list("sent_at", flat=True)), now)
    OneTimeCode.objects.filter(interview=interview, used_at=None, expires_at__gt=now).update(expires_at=now)
    code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"
    row = OneTimeCode(
        unit_id=interview.unit_id,
        candidate_id=interview.candidate_id,
        interview=interview,
        sent_at=now,
        expires_at=now + rules.CODE_LIFE,
    )
    row.code_hash = _hashed(row.pk, code)
    row.save(force_insert=True)
    to = _send(interview, row, code, now)
    steps.record(interview, "code_sent", details={"code": row.pk})
    return CodeSent(to, row.expires_at)


def verify_code(*, interview_id: UUID, code: str, now: datetime) -> Interview:
    """Accept a code once. A wrong one is counted even though this raises: code_wrong, code_expired,
    code_used_up."""
    with transaction.atomic():
        interview = steps.locked_for_candidate(interview_id)
        row = OneTimeCode.objects.select_for_update().filter(interview=interview).order_by("-sent_at").first()
        if row is None:
            raise ConflictError("no code was sent", code="code_expired")
        rules.check_code(expires_at=row.expires_at, tries=row.tries, used=row.used_at is not None, now=now)
        rules.check_day(_tries_of_a_day(interview, now))
        row.tries += 1
        right = hmac.compare_digest(row.code_hash, _hashed(row.pk, code.strip()))
        if right:
            row.used_at = now
            _opened(interview, now)
        row.save(update_fields=["tries", "used_at"])
        steps.record(interview, "code_accepted" if right else "code_refused", details={"tries": row.tries})
    if not right:
        raise ConflictError("the code is not the one we sent", code="code_wrong")
    return interview


def _tries_of_a_day(interview: Interview, now: datetime) -> int:
    """Over all its codes: whoever asks for new ones gets no more guesses by that."""
    lately = OneTimeCode.objects.filter(interview=interview, sent_at__gt=now - timedelta(days=1))
    return int(lately.aggregate(all=Sum("tries"))["all"] or 0)


def _opened(interview: Interview, now: datetime) -> None:
    interview.verified_at = now
    if interview.state == Interview.State.INVITED:
        interview.state = rules.move(interview.state, Interview.State.OPENED)
    interview.save(update_fields=["verified_at", "state"])
    steps.tell(interview)


def _hashed(row_id: UUID, code: str) -> str:
    """Keyed and per row: six digits alone could be tried out from a stolen table."""
    return blind_index(f"{row_id}/{code}", "interview/code")


def _send(interview: Interview, row: OneTimeCode, code: str, now: datetime) -> str:
    address = telling.tell(
        interview,
        "one-time-code",
        {
            "code": code,
            "bank": interview.about["bank"][interview.language],
            "minutes": str(int(rules.CODE_LIFE.total_seconds() // 60)),
        },
        now=now,
        about=("interview_code", row.pk),
    )
    return naming.masked_mail(address) if "@" in address else naming.masked_phone(address)
