"""Files that come together: unpacked with distrust, read in small bites, each once even if a worker dies.

A batch is read in ``rules.LANES`` lanes; of one lane only one task runs at a time (queue lock), and it takes
a bite and goes to the end of the queue. What a killed worker had settled is committed; the rest still waits.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO, cast
from uuid import UUID

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Mod

from bole.foundation import queue
from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.foundation.files import queries as file_queries
from bole.foundation.files import services as files
from bole.hiring.candidates import services as candidates
from bole.hiring.intake import policies, rules
from bole.hiring.intake.models import Batch, Item
from bole.hiring.intake.services import settling
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.clock import Clock
from bole.kernel.errors import InvalidError, NotFoundError
from bole.parsing import archive
from bole.parsing.errors import ParsingError

UNPACK = "hiring.intake.unpack"
LANE = "hiring.intake.read_lane"
State = Batch.State


def begin_batch(*, unit_id: UUID, requisition_id: UUID | None, name: str, size: int, now: datetime) -> Batch:
    """Open the upload of one résumé or one archive (by its name ``….zip``)."""
    permissions.require(actors.current(), policies.UPLOAD, unit_id)
    unit_id = _unit_of(unit_id, requisition_id)
    purpose = "resume_archive" if name.lower().endswith(".zip") else "resume"
    rules.check_size(size, file_queries.limit(purpose))
    with transaction.atomic():
        upload = files.start_upload(
            unit_id=unit_id,
            candidate_id=None,
            purpose=purpose,
            declared_type="",
            max_bytes=size,
            now=now,
            direct=False,
        )
        made = _made(unit_id, requisition_id, Batch.Source.UPLOAD, name, now)
        made.upload_id = upload.pk
        made.save(update_fields=["upload_id"])
    return made


@transaction.atomic
def finish_batch(*, batch_id: UUID, parts: int, total_bytes: int, now: datetime) -> Batch:
    """All parts are there: unpack or read in the background. Twice is once."""
    row = _locked(batch_id)
    permissions.require(actors.current(), policies.UPLOAD, row.unit_id)
    if row.state != State.UPLOADING or row.upload_id is None:
        return row
    stored = files.finish_upload(upload_id=row.upload_id, parts=parts, total_bytes=total_bytes, now=now)
    if stored.purpose == "resume_archive":
        row.file_id, row.state = stored.pk, State.UNPACKING
        row.save(update_fields=["file_id", "state"])
        queue.defer(UNPACK, lock=f"batch:{row.pk}", batch_id=row.pk, unit_id=row.unit_id)
    else:
        _add(row, 0, row.name, stored)
        _start_reading(row)
    return row


@transaction.atomic
def take_files(
    *,
    unit_id: UUID,
    requisition_id: UUID | None,
    source: str,
    name: str,
    found: Iterable[archive.Member | archive.Refused],
    now: datetime,
) -> Batch:
    """Take files that are here already, such as the attachments of a mail."""
    row = _made(_unit_of(unit_id, requisition_id), requisition_id, source, name, now)
    for position, member in enumerate(found):
        _keep(row, position, member, now)
    _start_reading(row)
    return row


@transaction.atomic
def take_text(*, unit_id: UUID, requisition_id: UUID | None, name: str, text: str, now: datetime) -> Batch:
    """Take a résumé that somebody pasted, like a file of text. InvalidError (field ``text``): required,
    too_long."""
    permissions.require(actors.current(), policies.UPLOAD, unit_id)
    member = archive.Member(name, rules.pasted(text).encode())
    source = Batch.Source.UPLOAD
    return take_files(
        unit_id=unit_id, requisition_id=requisition_id, source=source, name=name, found=[member], now=now
    )


def unpack(*, batch_id: UUID, clock: Clock) -> None:
    """Keep every member of the archive as a file of its own, then let the lanes read. Resumes where a killed
    worker stopped."""
    row = Batch.objects.filter(pk=batch_id, state=State.UNPACKING).first()
    if row is None or row.file_id is None:
        return
    have = set(Item.objects.filter(batch=row).values_list("position", flat=True))
    try:
        with file_queries.open_plain(row.file_id) as plain:
            for position, member in enumerate(archive.members(cast(BinaryIO, plain))):
                if position not in have:
                    _keep(row, position, member, clock())
    except ParsingError as error:
        _fail(row, error.code, clock())
        return
    with transaction.atomic():
        row = _locked(batch_id)
        if row.state == State.UNPACKING:
            _start_reading(row)


def read_lane(*, batch_id: UUID, lane: int, clock: Clock) -> bool:
    """Settle the next few files of one lane; True while more wait there."""
    waiting = Item.objects.filter(batch_id=batch_id, state=Item.State.WAITING)
    mine = waiting.annotate(lane=Mod(F("position"), Value(rules.LANES))).filter(lane=lane)
    for item in mine.order_by("position")[: rules.CHUNK]:
        settling.settle(item, clock())
    with transaction.atomic():
        row = Batch.objects.select_for_update().filter(pk=batch_id).first()
        if row is None:
            return False
        live.notify("batch", row.pk, row.unit_id)
        if mine.exists():
            _defer_lane(row, lane)
            return True
        if row.state == State.READING and not waiting.exists():
            _finish(row, clock())
        return False


def complete_item(*, item_id: UUID, name: str, phone: str, email: str, now: datetime) -> Item:
    """A person types what the file does not say; the file becomes a candidate's like any other."""
    item = Item.objects.filter(pk=item_id).select_related("batch").first()
    if item is None:
        raise NotFoundError("no such file")
    permissions.require(actors.current(), policies.UPLOAD, item.unit_id)
    return settling.complete(item, rules.Identity(name.strip(), phone.strip(), email.strip()), now)


def _keep(row: Batch, position: int, member: archive.Member | archive.Refused, now: datetime) -> None:
    with transaction.atomic():
        if isinstance(member, archive.Refused):
            _refuse(row, position, member.name, member.reason)
            return
        try:
            stored = candidates.store_file(unit_id=row.unit_id, candidate_id=None, body=member.data, now=now)
        except InvalidError as error:
            _refuse(row, position, member.name, error.code)
        else:
            _add(row, position, member.name, stored)


def _add(row: Batch, position: int, name: str, stored: files.StoredFile) -> None:
    Item.objects.create(
        unit_id=row.unit_id,
        batch=row,
        position=position,
        name=name[-200:],
        file_id=stored.pk,
        sha256=stored.sha256,
    )


def _refuse(row: Batch, position: int, name: str, reason: str) -> None:
    Item.objects.create(
        unit_id=row.unit_id,
        batch=row,
        position=position,
        name=name[-200:],
        state=Item.State.REFUSED,
        reason=reason[:32],
    )


def _made(unit_id: UUID, requisition_id: UUID | None, source: str, name: str, now: datetime) -> Batch:
    made = Batch.objects.create(
        unit_id=unit_id,
        requisition_id=requisition_id,
        source=source,
        name=name[:200],
        made_by=actors.current().id,
        created_at=now,
    )
    audit.record(
        verb="hiring.intake.batch.begun",
        obj=("batch", made.pk),
        unit_id=unit_id,
        details={"source": source, "requisition": requisition_id},
    )
    return made


def _unit_of(unit_id: UUID, requisition_id: UUID | None) -> UUID:
    """People who apply for an opening are kept where the opening is."""
    if requisition_id is None:
        return unit_id
    found = requisitions.get(requisition_id)
    permissions.require(actors.current(), policies.UPLOAD, found.unit_id)
    return UUID(str(found.unit_id))


def _start_reading(row: Batch) -> None:
    row.state = State.READING
    row.save(update_fields=["state"])
    for lane in range(rules.LANES):
        _defer_lane(row, lane)
    live.notify("batch", row.pk, row.unit_id)


def _defer_lane(row: Batch, lane: int) -> None:
    queue.defer(LANE, lock=f"batch:{row.pk}:{lane}", batch_id=row.pk, unit_id=row.unit_id, lane=lane)


def _finish(row: Batch, now: datetime) -> None:
    row.state, row.finished_at = State.DONE, now
    row.save(update_fields=["state", "finished_at"])
    _destroy_archive(row, now)
    audit.record(
        verb="hiring.intake.batch.finished",
        obj=("batch", row.pk),
        unit_id=row.unit_id,
        details={"files": Item.objects.filter(batch=row).count()},
    )


def _fail(row: Batch, code: str, now: datetime) -> None:
    with transaction.atomic():
        row = _locked(row.pk)
        row.state, row.error_code, row.finished_at = State.FAILED, code, now
        row.save(update_fields=["state", "error_code", "finished_at"])
        _destroy_archive(row, now)
        live.notify("batch", row.pk, row.unit_id)


def _destroy_archive(row: Batch, now: datetime) -> None:
    """Every file of it has its own place now."""
    if row.file_id is not None:
        files.erase(file_id=row.file_id, now=now, reason="read_out")


def _locked(batch_id: UUID) -> Batch:
    row = Batch.objects.select_for_update().filter(pk=batch_id).first()
    if row is None:
        raise NotFoundError("no such batch")
    return row
