"""Parts are taken in and become a stored file.

Parts are not audited one by one (the chain of a branch is a queue); start, finish and erasure are."""

import hashlib
import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from bole.foundation.audit import services as audit
from bole.foundation.files import frames, incoming, rules, staging, storage
from bole.foundation.files.models import StoredFile, Upload, UploadPart
from bole.foundation.keys import crypto
from bole.foundation.keys.current import keyring
from bole.foundation.keys.fields import place
from bole.foundation.privacy import rules as privacy
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.kernel.ids import new_id


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
    kept_as = rules.PURPOSES[upload.purpose].kept_as or upload.purpose
    return StoredFile.objects.create(
        id=upload.file_id,
        unit_id=upload.unit_id,
        candidate_id=upload.candidate_id,
        purpose=kept_as,
        content_type=content_type,
        size=plain.size,
        sha256=plain.sha256,
        wrapped_key=_wrapped(key, "files_storedfile", upload.file_id),
        created_at=now,
        delete_after=privacy.keep_until(kept_as, now, days),
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


def _visible(upload_id: uuid.UUID, *, lock: bool = False) -> Upload:
    rows = Upload.objects.select_for_update() if lock else Upload.objects
    upload = rows.filter(pk=upload_id).first()
    if upload is None:
        raise NotFoundError("no such upload")
    return upload
