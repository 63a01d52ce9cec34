"""Mailboxes to which résumés are sent. A letter counts by its message id and content: moved, copied or
fetched twice it is one. It is moved only after what it held is committed; one that holds no résumé is counted
and put aside, and no letter can keep the others from being read."""

import hashlib
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from bole.foundation import queue
from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.org import queries as org
from bole.hiring.intake import letters, policies, rules
from bole.hiring.intake.models import Arrival, Batch, Mailbox
from bole.hiring.intake.services.batches import take_files
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.clock import Clock
from bole.kernel.errors import InvalidError, NotFoundError
from bole.parsing import archive
from bole.parsing.errors import ParsingError
from bole.ports.errors import PortError
from bole.ports.mailbox import Account, Inbox, Letter, MailboxReader

FETCH = "hiring.intake.fetch"
MOST = 50  # letters of one look; the next look is a minute away
MAX_BYTES = 40 * 1024 * 1024
SECURITY = ("tls", "starttls", "none")
FOLDERS = {"folder": "INBOX", "done_folder": "Done", "failed_folder": "Failed"}
TAKEN = "mail"  # the source under which letters are known
LIMITS = archive.ArchiveLimits(count=500, total_bytes=512 * archive.MIB)  # of an archive in a letter


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
    folder: str = "",
    done_folder: str = "",
    failed_folder: str = "",
    now: datetime,
    mailbox_id: UUID | None = None,
) -> Mailbox:
    """Add a mailbox to look into, or change one: InvalidError names what is wrong.

    The password is kept sealed and never shown; when one is changed, nothing typed keeps the old one.
    """
    row = Mailbox(created_at=now) if mailbox_id is None else _mine(mailbox_id)
    permissions.require(actors.current(), policies.MAILBOX, unit_id)
    values: dict[str, Any] = {
        "unit_id": unit_id, "requisition_id": requisition_id, "host": host.strip(), "port": port,
        "security": security, "user": user.strip(), "password": password or row.password,
        "folder": folder.strip(), "done_folder": done_folder.strip(), "failed_folder": failed_folder.strip(),
    }  # fmt: skip
    values |= {field: values[field] or usual for field, usual in FOLDERS.items()}
    if problems := _problems(values):
        raise InvalidError("the mailbox cannot be saved", fields=problems)
    for field, value in values.items():
        setattr(row, field, value)
    row.error_code = ""
    row.save()
    _record(row, "added" if mailbox_id is None else "changed")
    return row


def _problems(values: dict[str, Any]) -> dict[str, str]:
    problems = {field: "required" for field in ("host", "user", "password") if not values[field]}
    if len(values["host"]) > 200:
        problems["host"] = "too_long"
    if not 0 < values["port"] < 65536:
        problems["port"] = "out_of_range"
    if values["security"] not in SECURITY:
        problems["security"] = "unknown"
    chosen = [values[field] for field in FOLDERS]
    for field in FOLDERS:
        if len(values[field]) > 120 or not values[field].isprintable():
            problems[field] = "invalid"
        elif chosen.count(values[field]) > 1:
            problems[field] = "twice"  # a letter would come round again every minute
    job = values["requisition_id"]
    if job and not org.lies_under(requisitions.get(job).unit_id, (values["unit_id"],)):
        problems["requisition"] = "unknown"
    return problems


@transaction.atomic
def switch_mailbox(*, mailbox_id: UUID, active: bool) -> Mailbox:
    """Stop or go on looking into it."""
    row = _mine(mailbox_id)
    if row.active != active:
        row.active = active
        row.save(update_fields=["active"])
        _record(row, "switched_on" if active else "switched_off")
    return row


def look_now(*, mailbox_id: UUID) -> None:
    """Have a worker look into it at once instead of at the next minute."""
    with transaction.atomic():
        look(_mine(mailbox_id))


def look(row: Mailbox) -> None:
    """Queue one look; while one waits, no second."""
    queue.defer(FETCH, queueing_lock=f"mailbox:{row.pk}", mailbox_id=row.pk, unit_id=row.unit_id)


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
    Mailbox.objects.filter(pk=row.pk).update(checked_at=clock(), error_code=code)
    return taken


def _take(row: Mailbox, inbox: Inbox, letter: Letter, now: datetime) -> bool:
    mail = _read(letter)
    if mail is None or not mail.files:
        return _put_aside(row, inbox, letter, now)
    with transaction.atomic():
        arrival, new = Arrival.objects.get_or_create(
            unit_id=row.unit_id, source=TAKEN, key=mail.key, defaults={"arrived_at": now}
        )
        if new:
            arrival.batch = take_files(
                unit_id=row.unit_id,
                requisition_id=row.requisition_id,
                source=Batch.Source.MAIL,
                name=mail.subject,
                found=_opened(mail.files),
                now=now,
            )
            arrival.save(update_fields=["batch"])
    inbox.move(letter.uid, row.done_folder)
    return new


def _read(letter: Letter) -> letters.Mail | None:
    try:
        return letters.read(letter.raw) if letter.raw else None
    except letters.LetterError:
        return None


def _put_aside(row: Mailbox, inbox: Inbox, letter: Letter, now: datetime) -> bool:
    """Nothing to take from it: counted for the page, once, and moved where a person can look at it."""
    inbox.move(letter.uid, row.failed_folder)
    key = hashlib.sha256(letter.raw or f"{row.pk}/{letter.uid}".encode()).hexdigest()
    Arrival.objects.get_or_create(
        unit_id=row.unit_id, source=f"{rules.ASIDE}:{row.pk}", key=key, defaults={"arrived_at": now}
    )
    return False


def _opened(files: tuple[tuple[str, bytes], ...]) -> Iterator[archive.Member | archive.Refused]:
    """The files of a letter, archives among them taken apart with distrust."""
    for name, body in files:
        if not name.lower().endswith(".zip"):
            yield archive.Member(name, body)
            continue
        try:
            yield from archive.members(io.BytesIO(body), LIMITS)
        except ParsingError as error:
            yield archive.Refused(name, cast(archive.Reason, error.code))


def _mine(mailbox_id: UUID) -> Mailbox:
    row = Mailbox.objects.select_for_update().filter(pk=mailbox_id).first()
    if row is None:
        raise NotFoundError("no such mailbox")
    permissions.require(actors.current(), policies.MAILBOX, row.unit_id)
    return row


def _record(row: Mailbox, what: str) -> None:
    audit.record(verb=f"hiring.intake.mailbox.{what}", obj=("mailbox", row.pk), unit_id=row.unit_id)
