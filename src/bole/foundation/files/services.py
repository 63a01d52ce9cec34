"""Every write: take parts in, turn them into a stored file, erase, sweep.

Parts are not audited one by one (the chain of a branch is a queue); start, finish and erasure are.
"""

import hashlib
import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from bole.foundation.audit import services as audit
from bole.foundation.files import frames, incoming, rules, staging, storage
from bole.foundation.files.models import FileOpening, StoredFile, Upload, UploadPart
from bole.foundation.files.whole import belongs_to, keep_whole
from bole.foundation.keys import crypto
from bole.foundation.keys.current import keyring
from bole.foundation.keys.fields import place
from bole.foundation.privacy import journal
from bole.foundation.privacy import rules as privacy
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.kernel.ids import new_id

__all__ = [
    "Receipt",
    "StoredFile",
    "Swept",
    "abort_upload",
    "belongs_to",
    "erase",
    "finish_arrived",
    "finish_upload",
    "keep_whole",
    "note_opening",
    "put_part",
    "start_upload",
    "sweep",
]
ABANDONED_AFTER = timedelta(days=7)  # a candidate may come back after a break and go on
TRACES_KEPT = timedelta(days=2)  # a late repetition of a part still finds its receipt


@dataclass(frozen=True, slots=True)
class Receipt:
    """A part that is safe with us. ``duplicate``: we had it already."""

    index: int
    size: int
    sha256: str
    duplicate: bool = False


def _wrapped(key: bytes, table: str, pk: uuid.UUID) -> bytes:
    return keyring().seal(key, use=incoming.KEY_USE, aad=place(table, "wrapped_key", pk))


def start_upload(
    *,
    unit_id: uuid.UUID,
    candidate_id: uuid.UUID | None,
    purpose: str,
    declared_type: str,
    max_bytes: int,
    now: datetime,
    direct: bool = True,
) -> Upload:
    """Open an upload. With an object store that takes parts directly its multipart upload is opened too,
    unless ``direct`` is False: then the parts come to us in any case."""
    if purpose not in rules.PURPOSES:
        raise InvalidError(f"no files are kept for {purpose!r}", code="purpose_unknown")
    upload = Upload(
        id=new_id(),
        unit_id=unit_id,
        candidate_id=candidate_id,
        purpose=purpose,
        declared_type=declared_type[:120],
        max_bytes=min(max_bytes, rules.PURPOSES[purpose].max_bytes),
        started_at=now,
    )
    upload.wrapped_key = _wrapped(os.urandom(crypto.KEY_BYTES), "files_upload", upload.pk)
    store = storage.direct() if direct else None
    if store:
        upload.storage_ref = store.begin(storage.quarantine_key(upload.pk), "application/octet-stream")
    with transaction.atomic():
        upload.save(force_insert=True)
        audit.record(verb="files.upload.started", obj=("files_upload", upload.pk), unit_id=unit_id)
    return upload


def put_part(*, upload_id: uuid.UUID, index: int, sha256: str, body: bytes) -> Receipt:
    """Keep one part (index from 0). Repeating it, or sending parts in any order, does no harm.

    The receipt is given only when the sealed bytes and their row are on disk. Codes: part_index, part_size,
    part_hash, part_differs, upload_closed, upload_too_large, upload_direct, storage_full (retryable).
    """
    digest = _checked_part(index, sha256, body)
    upload = _visible(upload_id)
    if upload.storage_ref:
        raise InvalidError("the parts of this upload go straight to the object store", code="upload_direct")
    part = Receipt(index, len(body), digest)
    if upload.state != Upload.State.OPEN:
        return _known(upload, part)
    waiting = incoming.staging_of(upload)
    temporary = waiting.prepare(index, body)
    try:
        with transaction.atomic():
            _claim(upload, part)
            waiting.publish(temporary, index)
    except IntegrityError:
        receipt = _known(upload, part)
        if not waiting.has(index):
            waiting.publish(temporary, index)
        return receipt
    finally:
        temporary.unlink(missing_ok=True)
    return part


def _checked_part(index: int, sha256: str, body: bytes) -> str:
    if not 0 <= index < rules.MAX_PARTS:
        raise InvalidError(f"part index must be 0 … {rules.MAX_PARTS - 1}", code="part_index")
    if not 0 < len(body) <= rules.MAX_PART_BYTES:
        raise InvalidError(f"a part has 1 … {rules.MAX_PART_BYTES} bytes", code="part_size")
    digest = hashlib.sha256(body).hexdigest()
    if digest != sha256.lower():
        raise InvalidError("the part changed on its way", code="part_hash")
    return digest


def _known(upload: Upload, part: Receipt) -> Receipt:
    """The receipt of a part we have already; refuses another content, and new parts of an ended upload."""
    known = upload.parts.filter(index=part.index).first()
    if known is None or upload.state == Upload.State.ABORTED:
        raise ConflictError("this upload has ended", code="upload_closed")
    if known.sha256 != part.sha256:
        raise ConflictError("another part of this index was received before", code="part_differs")
    return Receipt(known.index, known.size, known.sha256, duplicate=True)


def _claim(upload: Upload, part: Receipt) -> None:
    """Enter the part: one statement takes its room and locks the upload, one gives it its place.

    IntegrityError when the place is taken. Two statements, because this is the busiest write of all.
    """
    room = Upload.objects.filter(
        pk=upload.pk, state=Upload.State.OPEN, received_bytes__lte=F("max_bytes") - part.size
    )
    if not room.update(received_bytes=F("received_bytes") + part.size):
        _refuse_part(upload, part)
    UploadPart.objects.create(
        unit_id=upload.unit_id,
        candidate_id=upload.candidate_id,
        upload_id=upload.pk,
        index=part.index,
        size=part.size,
        sha256=part.sha256,
    )


def _refuse_part(upload: Upload, part: Receipt) -> NoReturn:
    now = _visible(upload.pk)
    if now.state != Upload.State.OPEN:
        raise ConflictError("this upload has ended", code="upload_closed")
    if now.parts.filter(index=part.index).exists():
        raise IntegrityError("the part is known")
    raise InvalidError("the file is larger than this upload may be", code="upload_too_large")


def finish_upload(
    *, upload_id: uuid.UUID, parts: int, total_bytes: int, now: datetime, part_hashes: Sequence[str] = ()
) -> StoredFile:
    """Check the parts and keep them as one encrypted file. Repeating it gives the same file.

    A process killed half-way leaves the upload open and its parts in place. Codes: parts_missing,
    size_differs, hash_differs, type_not_allowed, upload_closed, upload_too_large, storage_full (retryable).
    """
    with transaction.atomic():
        upload = _visible(upload_id, lock=True)
        if upload.state == Upload.State.FINISHED:
            return StoredFile.objects.get(pk=upload.file_id)
        if upload.state != Upload.State.OPEN:
            raise ConflictError("this upload has ended", code="upload_closed")
        plain = incoming.plain_of(upload, incoming.Expected(parts, total_bytes, tuple(part_hashes)))
        stored = _kept(upload, plain, incoming.checked_type(plain, upload.purpose), now)
        upload.state, upload.ended_at = Upload.State.FINISHED, now
        upload.save(update_fields=["state", "ended_at"])
        audit.record(
            verb="files.file.stored",
            obj=("files_storedfile", stored.pk),
            unit_id=upload.unit_id,
            details={"upload": str(upload.pk), "bytes": stored.size},
        )
        transaction.on_commit(lambda: _discard_parts(upload), robust=True)
    return stored


def finish_arrived(*, upload_id: uuid.UUID, now: datetime) -> StoredFile | None:
    """Keep what came without a gap from the start, when nobody will send the rest. None when that is nothing.

    Further codes as ``finish_upload``.
    """
    with transaction.atomic():
        upload = _visible(upload_id, lock=True)
        direct = storage.direct() if upload.storage_ref else None
        seen = direct.seen(storage.quarantine_key(upload.pk), upload.storage_ref) if direct else None
        if seen is not None:
            sizes = {part.index: part.size for part in seen}
        else:
            sizes = dict(upload.parts.values_list("index", "size"))
        whole = rules.unbroken(sizes)
        if not whole:
            return None
        if direct is None:
            upload.parts.filter(index__gte=whole).delete()
        total = sum(sizes[index] for index in range(whole))
        return finish_upload(upload_id=upload_id, parts=whole, total_bytes=total, now=now)


def _kept(upload: Upload, plain: incoming.Plain, content_type: str, now: datetime) -> StoredFile:
    """Write the frames, then the row. A leftover object of an interrupted run is replaced, with a new key."""
    key = os.urandom(crypto.KEY_BYTES)
    frames_of = frames.seal_frames(plain, key=key, file_id=upload.file_id)
    storage.storage().write(storage.file_key(upload.file_id), frames_of)
    days = getattr(settings, "RETENTION_DAYS", None)
    return StoredFile.objects.create(
        id=upload.file_id,
        unit_id=upload.unit_id,
        candidate_id=upload.candidate_id,
        purpose=upload.purpose,
        content_type=content_type,
        size=plain.size,
        sha256=plain.sha256,
        wrapped_key=_wrapped(key, "files_storedfile", upload.file_id),
        created_at=now,
        delete_after=privacy.keep_until(upload.purpose, now, days),
    )


def abort_upload(*, upload_id: uuid.UUID, now: datetime) -> None:
    """Throw an open upload away; one that ended stays as it is."""
    with transaction.atomic():
        upload = _visible(upload_id, lock=True)
        if upload.state != Upload.State.OPEN:
            return
        upload.state, upload.ended_at = Upload.State.ABORTED, now
        upload.save(update_fields=["state", "ended_at"])
        audit.record(verb="files.upload.aborted", obj=("files_upload", upload.pk), unit_id=upload.unit_id)
        transaction.on_commit(lambda: _discard_parts(upload), robust=True)


def _discard_parts(upload: Upload) -> None:
    staging.remove(upload.pk)
    direct = storage.direct() if upload.storage_ref else None
    if direct:
        key = storage.quarantine_key(upload.pk)
        direct.abort(key, upload.storage_ref)
        storage.storage().delete(key)


def erase(*, file_id: uuid.UUID, now: datetime, reason: str) -> None:
    """Destroy the file's key, then its bytes. Copies of the store hold noise from then on. Repeatable.

    A store that does not answer keeps the noise until the next sweep.
    """
    with transaction.atomic():
        stored = StoredFile.objects.select_for_update().filter(pk=file_id).first()
        if stored is None:
            raise NotFoundError("no such file")
        if stored.erased_at is None:
            stored.wrapped_key, stored.next_key, stored.erased_at = None, None, now
            stored.save(update_fields=["wrapped_key", "next_key", "erased_at"])
            audit.record(
                verb="files.file.erased",
                obj=("files_storedfile", file_id),
                unit_id=stored.unit_id,
                details={"reason": reason},
            )
            journal.note("file", id=file_id)
        transaction.on_commit(lambda: storage.storage().delete(storage.file_key(file_id)), robust=True)


def note_opening(*, stored: StoredFile, nonce: str, now: datetime) -> None:
    """Audit the first use of a signed link; its later range requests write nothing."""
    with transaction.atomic():
        _row, first = FileOpening.objects.get_or_create(
            nonce=nonce,
            defaults={
                "unit_id": stored.unit_id,
                "candidate_id": stored.candidate_id,
                "file": stored,
                "opened_at": now,
            },
        )
        if first:
            file = ("files_storedfile", stored.pk)
            audit.record(verb="files.file.opened", obj=file, unit_id=stored.unit_id)


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep removed."""

    uploads: int
    leftovers: int
    expired: int


def sweep(*, now: datetime, abandoned_after: timedelta = ABANDONED_AFTER) -> Swept:
    """Abort forgotten uploads, remove leftovers of killed processes, erase files past their retention.

    Needs a system scope that sees every row.
    """
    old = Upload.objects.filter(state=Upload.State.OPEN, started_at__lt=now - abandoned_after)
    uploads = list(old.values_list("pk", flat=True))
    for upload_id in uploads:
        abort_upload(upload_id=upload_id, now=now)
    due = StoredFile.objects.filter(erased_at=None, delete_after__lte=now).values_list("pk", flat=True)
    expired = list(due)
    for file_id in expired:
        erase(file_id=file_id, now=now, reason="retention")
    _forget_traces(now)
    return Swept(len(uploads), _remove_leftovers(now), len(expired))


def _forget_traces(now: datetime) -> None:
    """Rows that serve only while an upload or a link lives."""
    UploadPart.objects.filter(upload__ended_at__lt=now - TRACES_KEPT).delete()
    FileOpening.objects.filter(opened_at__lt=now - TRACES_KEPT).delete()


def _remove_leftovers(now: datetime) -> int:
    """What killed processes left: staging of ended uploads, objects no row points at, half-written ones.

    Names are listed before rows are asked, so that what begins in between is not mistaken for a leftover.
    """
    store = storage.storage()
    staged, objects = list(staging.known()), list(store.keys(storage.FILES + "/"))
    open_uploads = Upload.objects.filter(state=Upload.State.OPEN).values_list("pk", "file_id")
    waiting = dict(open_uploads)
    kept = set(StoredFile.objects.filter(erased_at=None).values_list("pk", flat=True))
    stale = [upload_id for upload_id in staged if upload_id not in waiting]
    for upload_id in stale:
        staging.remove(upload_id)
    wanted = {storage.file_key(file_id) for file_id in kept | set(waiting.values())}
    lost = [key for key in objects if key not in wanted]
    for key in lost:
        store.delete(key)
    return len(stale) + len(lost) + store.tidy(now - timedelta(days=1))


def _visible(upload_id: uuid.UUID, *, lock: bool = False) -> Upload:
    rows = Upload.objects.select_for_update() if lock else Upload.objects
    upload = rows.filter(pk=upload_id).first()
    if upload is None:
        raise NotFoundError("no such upload")
    return upload
