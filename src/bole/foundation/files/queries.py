"""Every read: the state of an upload, the plain bytes of a file. Row-level security decides what is seen."""

import os
import shutil
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bole.foundation.files import incoming, rules, storage
from bole.foundation.files.frames import PlainReader
from bole.foundation.files.models import StoredFile, Upload
from bole.foundation.files.plain import plain_directory, remove_orphans
from bole.foundation.keys.current import keyring
from bole.foundation.keys.fields import place
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.ports.object_storage import PartTarget

__all__ = [
    "Progress",
    "limit",
    "materialise",
    "open_plain",
    "part_bytes",
    "part_target",
    "plain_directory",
    "reader_of",
    "remove_orphans",
    "stored_file",
    "unwrapped",
    "upload_progress",
]
TARGET_SECONDS = 600
KEYS = ("wrapped_key", "next_key")


@dataclass(frozen=True, slots=True)
class Progress:
    """What a client needs to go on: ``received`` are the indexes we hold, every part has ``part_bytes``
    but the last. ``direct``: ask ``part_target`` for each part instead of sending it to us."""

    upload_id: uuid.UUID
    state: str
    received: tuple[int, ...]
    received_bytes: int
    max_bytes: int
    part_bytes: int
    direct: bool


def part_bytes() -> int:
    """How long a part should be in this installation. What is younger than one part is on the phone only."""
    direct = storage.direct()
    return direct.min_part_bytes if direct else rules.PART_BYTES


def limit(purpose: str) -> int:
    """How many bytes a file of this purpose may have."""
    return rules.PURPOSES[purpose].max_bytes


def upload_progress(upload_id: uuid.UUID) -> Progress:
    """NotFoundError when there is no such upload for this actor."""
    upload = _upload(upload_id)
    direct = storage.direct() if upload.storage_ref else None
    if direct and upload.state == Upload.State.OPEN:
        seen = direct.seen(storage.quarantine_key(upload.pk), upload.storage_ref)
        sizes = {part.index: part.size for part in seen}
    else:
        sizes = dict(upload.parts.values_list("index", "size"))
    return Progress(
        upload_id=upload.pk,
        state=upload.state,
        received=tuple(sorted(sizes)),
        received_bytes=sum(sizes.values()),
        max_bytes=upload.max_bytes,
        part_bytes=part_bytes(),
        direct=direct is not None,
    )


def part_target(upload_id: uuid.UUID, index: int, sha256: str) -> PartTarget:
    """Where a browser sends part ``index`` of a direct upload; the store itself checks the hash."""
    upload = _upload(upload_id)
    direct = storage.direct() if upload.storage_ref else None
    if direct is None:
        raise InvalidError("the parts of this upload come to us", code="upload_not_direct")
    if upload.state != Upload.State.OPEN:
        raise ConflictError("this upload has ended", code="upload_closed")
    if not 0 <= index < rules.MAX_PARTS:
        raise InvalidError(f"part index must be 0 … {rules.MAX_PARTS - 1}", code="part_index")
    if not rules.SHA256.fullmatch(sha256):
        raise InvalidError("64 hex digits are expected", code="part_hash")
    key = storage.quarantine_key(upload.pk)
    return direct.target(key, upload.storage_ref, index, sha256=sha256, seconds=TARGET_SECONDS)


def stored_file(file_id: uuid.UUID) -> StoredFile:
    """The row of a file that still exists; NotFoundError otherwise (also when it was erased)."""
    stored = StoredFile.objects.filter(pk=file_id, erased_at=None).first()
    if stored is None:
        raise NotFoundError("no such file")
    return stored


def open_plain(file_id: uuid.UUID) -> PlainReader:
    """A seekable reader of the decrypted bytes. SealError, StorageError or NotFoundError."""
    return reader_of(stored_file(file_id))


def reader_of(stored: StoredFile, keys: Sequence[bytes] = ()) -> PlainReader:
    """The same for a row already fetched; ``keys`` other than the row's own."""
    if not keys:
        keys = [unwrapped(stored, column) for column in KEYS if getattr(stored, column) is not None]
    store, key = storage.storage(), storage.file_key(stored.pk)
    return PlainReader(
        lambda start, length: store.read(key, start, length),
        sealed_size=store.size(key),
        size=stored.size,
        keys=keys,
        file_id=stored.pk,
    )


def unwrapped(stored: StoredFile, column: str) -> bytes:
    """One of the row's keys, ``wrapped_key`` or ``next_key``, in the clear."""
    aad = place("files_storedfile", column, stored.pk)
    return keyring().unseal(bytes(getattr(stored, column) or b""), use=incoming.KEY_USE, aad=aad)


def materialise(file_id: uuid.UUID, directory: Path) -> Path:
    """Write the plain bytes into ``directory`` for a child that has no keys; the caller removes them.

    Use ``plain_directory`` for the directory. The name is the file's id with the suffix of its type.
    """
    stored = stored_file(file_id)
    target = directory / f"{stored.pk}{rules.SUFFIXES[stored.content_type]}"
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out, reader_of(stored) as plain:
        shutil.copyfileobj(plain, out, 1024 * 1024)
    return target


def _upload(upload_id: uuid.UUID) -> Upload:
    upload = Upload.objects.filter(pk=upload_id).first()
    if upload is None:
        raise NotFoundError("no such upload")
    return upload
