"""A file that is here in one piece already: an attachment, a member of an archive, pasted text."""

import os
import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction

from bole.foundation.audit import services as audit
from bole.foundation.files import frames, incoming, rules, storage
from bole.foundation.files.models import StoredFile
from bole.foundation.keys import crypto
from bole.foundation.keys.current import keyring
from bole.foundation.keys.fields import place
from bole.foundation.privacy import rules as privacy
from bole.kernel.errors import InvalidError, NotFoundError
from bole.kernel.ids import new_id

BLOCK = 1024 * 1024


def keep_whole(
    *, unit_id: uuid.UUID, candidate_id: uuid.UUID | None, purpose: str, body: bytes, now: datetime
) -> StoredFile:
    """Encrypt and keep ``body``. InvalidError: ``type_not_allowed``, ``upload_too_large``, ``empty``."""
    if not body:
        raise InvalidError("the file is empty", code="empty")
    if len(body) > rules.PURPOSES[purpose].max_bytes:
        raise InvalidError("the file is larger than it may be", code="upload_too_large")
    plain = incoming.Plain(body[at : at + BLOCK] for at in range(0, len(body), BLOCK))
    content_type = incoming.checked_type(plain, purpose)
    file_id, key = new_id(), os.urandom(crypto.KEY_BYTES)
    storage.storage().write(storage.file_key(file_id), frames.seal_frames(plain, key=key, file_id=file_id))
    wrapped = keyring().seal(key, use=incoming.KEY_USE, aad=place("files_storedfile", "wrapped_key", file_id))
    with transaction.atomic():
        stored = StoredFile.objects.create(
            id=file_id,
            unit_id=unit_id,
            candidate_id=candidate_id,
            purpose=purpose,
            content_type=content_type,
            size=plain.size,
            sha256=plain.sha256,
            wrapped_key=wrapped,
            created_at=now,
            delete_after=privacy.keep_until(purpose, now, getattr(settings, "RETENTION_DAYS", None)),
        )
        audit.record(
            verb="files.file.stored",
            obj=("files_storedfile", file_id),
            unit_id=unit_id,
            details={"bytes": stored.size},
        )
    return stored


def belongs_to(*, file_id: uuid.UUID, candidate_id: uuid.UUID) -> None:
    """Say whose file it is, once that is known; from then on it is handed out and erased with the person."""
    if not StoredFile.objects.filter(pk=file_id, erased_at=None).update(candidate_id=candidate_id):
        raise NotFoundError("no such file")
