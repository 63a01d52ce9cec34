"""Encrypt the contents of stored files anew, each with a fresh key: after a keyring may have been copied.

A rotation of the master key wraps file keys again; whoever holds an old keyring *and* an old backup of the
table still has those keys. Here the frames themselves change. Each file takes three steps, so that a kill
at any moment leaves it readable: note the next key in the row; write the object (atomic in every store);
make the next key the key. A reader in between is given both.
"""

import hashlib
import os
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from bole.foundation.audit import services as audit
from bole.foundation.files import frames, incoming, queries, storage
from bole.foundation.files.models import StoredFile
from bole.foundation.keys import crypto
from bole.foundation.keys.crypto import SealError
from bole.foundation.keys.current import keyring
from bole.foundation.keys.fields import place
from bole.kernel.errors import ConflictError

LOCK = 7_203_114  # with the backup: it must not copy rows of before and objects of after
TABLE = "files_storedfile"
Progress = Callable[[int, int], None]


def pending(before: datetime) -> QuerySet[StoredFile]:
    """Files whose frames were last written before ``before``, and those a killed run left half-way."""
    living = StoredFile.objects.filter(erased_at=None).annotate(written=Coalesce("sealed_at", "created_at"))
    return living.filter(Q(written__lt=before) | Q(next_key__isnull=False)).order_by("pk")


def rewrite_all(*, before: datetime, now: datetime, progress: Progress = lambda _done, _all: None) -> int:
    """Every pending file; gives how many. Repeat it after a kill. The actor must see every row.

    ConflictError (``backup_running``) while a backup is made.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise ConflictError("a backup or another rewriting runs; try again later", code="backup_running")
    try:
        ids = list(pending(before).values_list("pk", flat=True))
        for done, file_id in enumerate(ids, start=1):
            rewrite(file_id, now)
            progress(done, len(ids))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return len(ids)


def rewrite(file_id: uuid.UUID, now: datetime) -> None:
    """One file. SealError (``file_changed``) when the content is not the stored one; it stays."""
    stored = _with_next_key(file_id)
    if stored is None:
        return
    next_key = queries.unwrapped(stored, "next_key")
    object_key = storage.file_key(file_id)
    sealed = frames.seal_frames(_checked(stored), key=next_key, file_id=file_id)
    storage.storage().write(object_key, sealed)
    _promote(file_id, next_key, now)


def _with_next_key(file_id: uuid.UUID) -> StoredFile | None:
    """The row with a next key noted and committed. A key of a killed run is not used again: a key seals one
    writing only. What it sealed stays readable until then."""
    with transaction.atomic():
        stored = StoredFile.objects.select_for_update().filter(pk=file_id, erased_at=None).first()
        if stored is None:
            return None
        if stored.next_key is not None:
            _settle(stored)
        fresh = os.urandom(crypto.KEY_BYTES)
        stored.next_key = _wrapped(fresh, "next_key", file_id)
        stored.save(update_fields=["wrapped_key", "next_key"])
    return stored


def _settle(stored: StoredFile) -> None:
    """After a kill the object is sealed with one of two keys, wholly; keep that one."""
    next_key = queries.unwrapped(stored, "next_key")
    last = queries.reader_of(stored, keys=[next_key])
    try:
        last.read(1)
    except SealError:
        return
    stored.wrapped_key = _wrapped(next_key, "wrapped_key", stored.pk)


def _checked(stored: StoredFile) -> Iterator[bytes]:
    """The plain bytes; fails at the end, before the new object counts, when they are not what was stored."""
    digest = hashlib.sha256()
    with queries.reader_of(stored) as plain:
        while piece := plain.read(frames.FRAME_BYTES):
            digest.update(piece)
            yield piece
    if digest.hexdigest() != stored.sha256:
        raise SealError("the content is not the one that was stored", code="file_changed")


def _promote(file_id: uuid.UUID, next_key: bytes, now: datetime) -> None:
    with transaction.atomic():
        stored = StoredFile.objects.select_for_update().get(pk=file_id)
        if stored.erased_at is not None:  # while we wrote: what we wrote goes too
            storage.storage().delete(storage.file_key(file_id))
            return
        stored.wrapped_key = _wrapped(next_key, "wrapped_key", file_id)
        stored.next_key, stored.sealed_at = None, now
        stored.save(update_fields=["wrapped_key", "next_key", "sealed_at"])
        audit.record(verb="files.file.rewritten", obj=(TABLE, file_id), unit_id=stored.unit_id)


def _wrapped(key: bytes, column: str, file_id: uuid.UUID) -> bytes:
    return keyring().seal(key, use=incoming.KEY_USE, aad=place(TABLE, column, file_id))
