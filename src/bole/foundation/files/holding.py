"""What this capability keeps about a person: recordings and documents, and uploads on their way."""

import io
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, BinaryIO

from bole.foundation.files import queries, rules, services
from bole.foundation.files.models import StoredFile, Upload, UploadPart
from bole.foundation.privacy.journal import Entry
from bole.foundation.privacy.registry import Attachment


def export(candidate_id: uuid.UUID) -> Mapping[str, Any]:
    """Facts about every file, also about erased ones."""
    columns = ("id", "purpose", "content_type", "size", "sha256", "created_at", "delete_after", "erased_at")
    return {"files": list(StoredFile.objects.filter(candidate_id=candidate_id).values(*columns))}


def attach(candidate_id: uuid.UUID) -> Iterable[Attachment]:
    """The plain bytes of every file that still exists."""
    for stored in StoredFile.objects.filter(candidate_id=candidate_id, erased_at=None):
        name = f"{stored.purpose}-{stored.pk}{rules.SUFFIXES[stored.content_type]}"
        yield Attachment(name, partial(_opened, stored))


def _opened(stored: StoredFile) -> BinaryIO:
    return io.BufferedReader(queries.reader_of(stored), 1024 * 1024)


def erase(candidate_id: uuid.UUID, now: datetime) -> int:
    """Destroy keys and bytes; abort what is being uploaded. Rows stay without anything of the person."""
    uploads = Upload.objects.filter(candidate_id=candidate_id, state=Upload.State.OPEN)
    for upload_id in list(uploads.values_list("pk", flat=True)):
        services.abort_upload(upload_id=upload_id, now=now)
    UploadPart.objects.filter(candidate_id=candidate_id).delete()
    files = StoredFile.objects.filter(candidate_id=candidate_id, erased_at=None)
    ids = list(files.values_list("pk", flat=True))
    for file_id in ids:
        services.erase(file_id=file_id, now=now, reason="person_erased")
    return len(ids)


def erased_files() -> Iterable[Entry]:
    """For the journal."""
    for pk in StoredFile.objects.exclude(erased_at=None).values_list("pk", flat=True):
        yield {"id": str(pk)}


def erase_again(entry: Entry, now: datetime) -> bool:
    """A file erased after the backup was made."""
    file_id = uuid.UUID(entry["id"])
    if not StoredFile.objects.filter(pk=file_id, erased_at=None).exists():
        return False
    services.erase(file_id=file_id, now=now, reason="restore")
    return True
