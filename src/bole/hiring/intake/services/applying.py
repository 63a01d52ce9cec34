"""A person applies from a phone: what was typed is kept at once, the file comes when the network allows.

Everybody may call these: whoever holds the key of a submission is its author. The key is no proof of who
somebody is, so nothing of a known person's file is shown or overwritten by it.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from bole.foundation import events
from bole.foundation.access.actors import system_scope
from bole.foundation.access.throttle import TooManyAttemptsError
from bole.foundation.files import queries as file_queries
from bole.foundation.privacy import services as privacy
from bole.foundation.privacy import wordings
from bole.hiring.candidates import queries as known
from bole.hiring.candidates import services as candidates
from bole.hiring.intake import queries, rules
from bole.hiring.intake.events import ApplicationReceived
from bole.hiring.intake.models import Submission
from bole.hiring.intake.services.submissions import State, mine, record
from bole.hiring.pipeline import queries as applications
from bole.hiring.pipeline import services as pipeline
from bole.kernel.errors import ConflictError, InvalidError

WORDING = "application"
MOST_A_DAY = 10  # submissions begun with one number


@dataclass(frozen=True, slots=True)
class Begun:
    """A submission and the key that opens it again; the key is told once and kept nowhere."""

    submission: Submission
    key: str


def begin(
    *, token: str, name: str, phone: str, email: str, language: str, agreed: bool, now: datetime
) -> Begun:
    """Keep who applies and that he agreed; InvalidError by field, ConflictError ``posting_closed``."""
    posting = queries.posting(token)
    rules.check_open(queries.takes_applications(posting, now))
    _check_person(name, phone, email, agreed)
    key = secrets.token_urlsafe(32)
    index = known.phone_index(phone)
    with system_scope("intake:apply", posting.unit_id), transaction.atomic():
        _check_tries(index, now)
        row = Submission(
            unit_id=posting.unit_id,
            posting=posting,
            key_hash=rules.key_hash(key),
            name=name.strip(),
            phone=phone.strip(),
            email=email.strip(),
            phone_index=index,
            language=language,
            wording_version=wordings.wording(WORDING).version,
            consented_at=now,
            started_at=now,
        )
        _insert(row)
        record(row, "begun")
    return Begun(row, key)


def stage_of(key: str) -> dict[str, str]:
    """Where one's own application stands, in words by language; empty for who joined a known person's file:
    the key does not prove that he is that person."""
    row = queries.submission(key)
    if row.joined or row.application_id is None:
        return {}
    with system_scope("intake:apply", row.unit_id):
        application = applications.get(row.application_id)
        return dict(applications.process_of(application).stage(application.stage).label)


def send(*, key: str, told: Mapping[str, Any], now: datetime) -> Submission:
    """Hand the application in: the person, his consent, the résumé with his corrections, the application.

    Twice is once, and so is a second application of the same person for the same opening.
    """
    with mine(key) as row:
        if row.state == State.SENT:
            return row
        if row.state not in {State.READ, State.FAILED} or row.file_id is None:
            raise ConflictError("a résumé is needed first", code="resume_missing")
        rules.check_open(queries.takes_applications(row.posting, now))
        read = (row.reading.body if row.reading else None) or {}
        row.corrections = rules.corrections(read, told) or None
        _enter(row, now)
        row.state, row.sent_at = State.SENT, now
        row.save()
        record(row, "sent")
        return row


def withdraw(*, key: str, now: datetime) -> Submission:
    """Take the application back; twice is once. Who joined a known person's file withdraws with that one."""
    with mine(key) as row:
        if row.state != State.SENT or row.joined:
            raise ConflictError("this cannot be withdrawn here", code="not_withdrawable")
        if row.application_id:
            pipeline.withdraw(application_id=row.application_id, now=now)
        row.state = State.WITHDRAWN
        row.save(update_fields=["state"])
        record(row, "withdrawn")
        return row


def _enter(row: Submission, now: datetime) -> None:
    """Everything that follows from sending, in the transaction of the caller."""
    candidate, new = candidates.enter(
        unit_id=row.unit_id,
        name=row.name,
        phone=row.phone,
        email=row.email,
        language=row.language,
        source="apply",
        as_of=now,
        now=now,
    )
    row.candidate_id, row.joined = candidate.pk, not new
    privacy.give_consent(
        candidate_id=candidate.pk,
        unit_id=row.unit_id,
        granted=True,
        wording=wordings.wording(WORDING),
        language=row.language,
        now=row.consented_at,
    )
    application = pipeline.apply(
        candidate_id=candidate.pk, requisition_id=row.posting.requisition_id, now=now
    )
    row.application_id = application.pk
    resume = candidates.add_resume(
        candidate_id=candidate.pk,
        stored=file_queries.stored_file(row.file_id),  # type: ignore[arg-type]  # asked for in send
        name=row.file_name or "",
        source="apply",
        as_of=now,
        now=now,
    )
    row.file_id = resume.file_id
    if row.corrections:
        candidates.confirm_resume(resume_id=resume.pk, corrections=row.corrections, now=now)
    events.publish(ApplicationReceived(application.pk, candidate.pk, row.unit_id, row.posting_id, row.joined))


def _check_person(name: str, phone: str, email: str, agreed: bool) -> None:
    problems: dict[str, str] = {}
    try:
        known.check_contact(name=name, phone=phone, email=email)
    except InvalidError as error:
        problems.update(error.fields)
    if not phone.strip():
        problems["phone"] = "required"
        problems.pop("email", None) if not email.strip() else None
    if not agreed:
        problems["agreed"] = "required"
    if problems:
        raise InvalidError("the application cannot be begun", fields=problems)


def _check_tries(phone_index: str, now: datetime) -> None:
    lately = Submission.objects.filter(phone_index=phone_index, started_at__gt=now - timedelta(days=1))
    if phone_index and lately.count() >= MOST_A_DAY:
        raise TooManyAttemptsError("too many applications were begun with this number today")


def _insert(row: Submission) -> None:
    """A random number, drawn again when taken."""
    for last in (False, False, False, True):
        row.number = f"A-{secrets.randbelow(10**8):08d}"
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            if last:
                raise
        else:
            return
