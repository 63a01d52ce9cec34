"""A document on its way in, in parts or whole; the person's own, and nobody else's address reaches it."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction

from bole.foundation.access import actors
from bole.foundation.files import queries as file_queries
from bole.foundation.files import services as files
from bole.foundation.privacy import rules as privacy
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.workforce.onboarding.models import Material, Task
from bole.workforce.onboarding.services import checking, steps

if TYPE_CHECKING:
    from bole.foundation.files.models import StoredFile

PURPOSE = "document"
MOST_BYTES = 12 * 1024 * 1024
MOST_TRIES = 30  # uploads for one task
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def start_upload(*, task_id: UUID, name: str, size: int, now: datetime) -> UUID:
    """Open an upload for one's own task; what arrived of an earlier one is thrown away."""
    with transaction.atomic():
        task = _own(task_id, lock=True)
        _check_takes(task)
        if name.lower().endswith((".heic", ".heif")):
            raise InvalidError("HEIC is not read", code="heic")
        if size > MOST_BYTES:
            raise InvalidError("the file is larger than it may be", code="upload_too_large")
        if task.upload_id:
            files.abort_upload(upload_id=task.upload_id, now=now)
        upload = files.start_upload(
            unit_id=task.unit_id,
            candidate_id=task.candidate_id,
            purpose=PURPOSE,
            declared_type="",
            max_bytes=size,
            now=now,
            direct=False,
        )
        task.upload_id = upload.pk
        task.save(update_fields=["upload_id"])
        return UUID(str(upload.pk))


def put_part(*, task_id: UUID, upload_id: UUID, index: int, sha256: str, body: bytes) -> files.Receipt:
    """Keep one part of one's own upload. A photograph in HEIC is refused by its first bytes."""
    _own_upload(task_id, upload_id)
    if index == 0:
        check_head(body)
    return files.put_part(upload_id=upload_id, index=index, sha256=sha256, body=body)


def received(*, task_id: UUID, upload_id: UUID) -> tuple[int, ...]:
    """Which parts of one's own upload are here."""
    _own_upload(task_id, upload_id)
    return file_queries.upload_progress(upload_id).received


@transaction.atomic
def finish_upload(*, task_id: UUID, upload_id: UUID, parts: int, total_bytes: int, now: datetime) -> Material:
    """All parts are here: keep the file and have it read. Repeating it gives the same document."""
    _own_upload(task_id, upload_id)
    stored = files.finish_upload(upload_id=upload_id, parts=parts, total_bytes=total_bytes, now=now)
    return _taken(task_id, stored, now)


@transaction.atomic
def attach(*, task_id: UUID, body: bytes, now: datetime) -> Material:
    """A small file in one piece, for pages without script."""
    task = _own(task_id)
    _check_takes(task)
    check_head(body)
    stored = files.keep_whole(
        unit_id=task.unit_id, candidate_id=task.candidate_id, purpose=PURPOSE, body=body, now=now
    )
    return _taken(task_id, stored, now)


def kept_days(now: datetime) -> int:
    """How long a document is kept, as the bank has set it."""
    until = privacy.keep_until(PURPOSE, now, getattr(settings, "RETENTION_DAYS", None))
    return (until - now).days if until else 0


def check_head(head: bytes) -> None:
    """InvalidError (``heic``) for a photograph no browser of ours shows and no reader reads."""
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        raise InvalidError("HEIC is not read", code="heic")


def _taken(task_id: UUID, stored: "StoredFile", now: datetime) -> Material:
    known = Material.objects.filter(file_id=stored.pk).first()
    if known is not None:
        return known
    task = _own(task_id)
    onboarding = steps.locked(task.onboarding_id)
    task = _own(task_id, lock=True)
    _check_takes(task)
    checking.withdraw_living(task, now)
    material = Material.objects.create(
        unit_id=task.unit_id,
        candidate_id=task.candidate_id,
        task=task,
        kind=task.material,
        file_id=stored.pk,
        content_type=stored.content_type,
        attempt=Material.objects.filter(task=task).count() + 1,
        state=Material.State.CHECKING,
        uploaded_at=now,
    )
    checking.begin(material, onboarding, now)
    return material


def _own(task_id: UUID, *, lock: bool = False) -> Task:
    """The person's task; for anybody else there is none."""
    rows = Task.objects.select_for_update(of=("self",)) if lock else Task.objects.all()
    task = rows.filter(pk=task_id, owner="candidate", kind="upload").first()
    actor = actors.current()
    if task is None or actor.kind != "candidate" or actor.candidate_id != task.candidate_id:
        raise NotFoundError("no such task")
    return task


def _own_upload(task_id: UUID, upload_id: UUID) -> None:
    if _own(task_id).upload_id != upload_id:
        raise NotFoundError("no such upload")


def _check_takes(task: Task) -> None:
    """Documents are taken until HR accepted one, and while the onboarding goes on."""
    steps.check_open(task.onboarding)
    if task.state in (Task.State.DONE, Task.State.DROPPED):
        raise ConflictError("a document was accepted", code="material_accepted")
    if Material.objects.filter(task=task).count() >= MOST_TRIES:
        raise ConflictError("too many uploads for one document", code="too_many_requests")
