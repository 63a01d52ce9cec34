"""Mailboxes to which résumés are sent. A letter counts by its message id and content: moved, copied or
fetched twice it is one. It is moved only after what it held is committed."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.org import queries as org
from bole.hiring.intake import policies
from bole.hiring.intake.models import Arrival, Batch, Mailbox
from bole.hiring.intake.services.batches import take_files
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.clock import Clock
from bole.kernel.errors import InvalidError, NotFoundError
from bole.ports.errors import PortError
from bole.ports.mailbox import Account, Inbox, Letter, MailboxReader

MOST = 50  # letters of one look; the next look is a minute away
MAX_BYTES = 40 * 1024 * 1024
MOST_ATTACHMENTS = 20
SMALLEST_PICTURE = 20 * 1024  # logos and signatures are pictures too
SECURITY = ("tls", "starttls", "none")


def mailbox_reader() -> MailboxReader:
    """The adapter named by the setting MAILBOX_READER."""
    adapter: MailboxReader = import_string(settings.MAILBOX_READER)()
    return adapter


@transaction.atomic
def save_mailbox(
    *,
    unit_id: UUID,
    requisition_id: UUID | None,
    host: str,
    port: int,
    security: str,
    user: str,
    password: str,
    folder: str = "INBOX",
    now: datetime,
) -> Mailbox:
    """Add a mailbox to look into; InvalidError names what is wrong. The password is kept sealed."""
    permissions.require(actors.current(), policies.MAILBOX, unit_id)
    problems = {}
    if not host.strip() or len(host) > 200:
        problems["host"] = "required"
    if not 0 < port < 65536:
        problems["port"] = "out_of_range"
    if security not in SECURITY:
        problems["security"] = "unknown"
    if not user.strip() or not password:
        problems["user" if not user.strip() else "password"] = "required"
    if requisition_id and not org.lies_under(requisitions.get(requisition_id).unit_id, (unit_id,)):
        problems["requisition"] = "unknown"
    if problems:
        raise InvalidError("the mailbox cannot be saved", fields=problems)
    row = Mailbox(
        unit_id=unit_id, requisition_id=requisition_id, host=host.strip(), port=port, security=security,
        user=user.strip(), password=password, folder=folder.strip() or "INBOX", created_at=now,
    )  # fmt: skip
    row.save(force_insert=True)
    _record(row, "added")
    return row


@transaction.atomic
def switch_mailbox(*, mailbox_id: UUID, active: bool) -> Mailbox:
    """Stop or go on looking into it."""
    row = Mailbox.objects.select_for_update().filter(pk=mailbox_id).first()
    if row is None:
        raise NotFoundError("no such mailbox")
    permissions.require(actors.current(), policies.MAILBOX, row.unit_id)
    if row.active != active:
        row.active = active
        row.save(update_fields=["active"])
        _record(row, "switched_on" if active else "switched_off")
    return row


def fetch(*, mailbox_id: UUID, clock: Clock) -> int:
    """Take in the letters that wait; gives how many. A failure of the mailbox is written beside it."""
    row = Mailbox.objects.filter(pk=mailbox_id, active=True).first()
    if row is None:
        return 0
    account = Account(row.host, row.port, row.user, row.password, row.folder, row.security)
    taken, code = 0, ""
    try:
        with mailbox_reader().open(account) as inbox:
            for letter in inbox.letters(most=MOST, max_bytes=MAX_BYTES):
                taken += _take(row, inbox, letter, clock())
    except PortError as error:
        code = error.code[:32]
    row.checked_at, row.error_code = clock(), code
    row.save(update_fields=["checked_at", "error_code"])
    return taken


def _take(row: Mailbox, inbox: Inbox, letter: Letter, now: datetime) -> bool:
    found = list(attachments(letter.raw)) if letter.raw else []
    if not found:
        inbox.move(letter.uid, row.failed_folder)
        return False
    with transaction.atomic():
        arrival, new = Arrival.objects.get_or_create(
            unit_id=row.unit_id, source="mail", key=key_of(letter.raw or b""), defaults={"arrived_at": now}
        )
        if new:
            arrival.batch = take_files(
                unit_id=row.unit_id,
                requisition_id=row.requisition_id,
                source=Batch.Source.MAIL,
                name=_subject(letter.raw or b""),
                found=found,
                now=now,
            )
            arrival.save(update_fields=["batch"])
    inbox.move(letter.uid, row.done_folder)
    return new


def key_of(raw: bytes) -> str:
    """What makes a letter the same one: its message id and what is attached to it."""
    message = message_from_bytes(raw, policy=policy.default)
    whole = hashlib.sha256(str(message.get("Message-ID", "")).strip().encode())
    for _name, body in attachments(raw):
        whole.update(hashlib.sha256(body).digest())
    return whole.hexdigest()


def attachments(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of a letter that may be résumés: name and bytes, small pictures left out."""
    message = message_from_bytes(raw, policy=policy.default)
    parts = message.walk() if isinstance(message, EmailMessage) else ()
    taken = 0
    for part in parts:
        if part.is_multipart() or not part.get_filename() or taken >= MOST_ATTACHMENTS:
            continue
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes) or not body:
            continue
        if part.get_content_maintype() == "image" and len(body) < SMALLEST_PICTURE:
            continue
        taken += 1
        yield str(part.get_filename()), body


def _subject(raw: bytes) -> str:
    return str(message_from_bytes(raw, policy=policy.default).get("Subject", ""))[:200]


def _record(row: Mailbox, what: str) -> None:
    audit.record(verb=f"hiring.intake.mailbox.{what}", obj=("mailbox", row.pk), unit_id=row.unit_id)
