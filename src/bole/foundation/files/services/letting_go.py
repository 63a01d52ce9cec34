"""A stored file is opened, erased, or swept away when its time is over."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from bole.foundation.audit import services as audit
from bole.foundation.files import staging, storage
from bole.foundation.files.models import FileOpening, StoredFile, Upload, UploadPart
from bole.foundation.files.services.receiving import abort_upload
from bole.foundation.privacy import journal
from bole.kernel.errors import NotFoundError

ABANDONED_AFTER = timedelta(days=7)  # a candidate may come back after a break and go on
TRACES_KEPT = timedelta(days=2)  # a late repetition of a part still finds its receipt


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
