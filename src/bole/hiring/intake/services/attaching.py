"""The file of a submission: in parts or in one piece, read in the background."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation import queue
from bole.foundation.access.actors import system_scope
from bole.foundation.files import queries as file_queries
from bole.foundation.files import services as files
from bole.hiring.candidates import services as candidates
from bole.hiring.intake import queries, rules
from bole.hiring.intake.models import Submission
from bole.hiring.intake.services.submissions import State, check_open, mine
from bole.kernel.clock import Clock
from bole.kernel.errors import NotFoundError

READ = "hiring.intake.read_submission"


def start_file(*, key: str, name: str, size: int, now: datetime) -> UUID:
    """Open an upload in parts; what arrived of an earlier one of the same submission is thrown away."""
    with mine(key) as row:
        check_open(row)
        rules.check_size(size, file_queries.limit("resume"))
        if row.upload_id:
            files.abort_upload(upload_id=row.upload_id, now=now)
        upload = files.start_upload(
            unit_id=row.unit_id,
            candidate_id=None,
            purpose="resume",
            declared_type="",
            max_bytes=size,
            now=now,
            direct=False,
        )
        row.upload_id, row.file_name = upload.pk, name[:200]
        row.save(update_fields=["upload_id", "file_name"])
        return UUID(str(upload.pk))


def put_part(*, key: str, upload_id: UUID, index: int, sha256: str, body: bytes) -> files.Receipt:
    """Keep one part of one's own upload."""
    row = queries.submission(key)
    if row.upload_id != upload_id:
        raise NotFoundError("no such upload")
    with system_scope("intake:apply", row.unit_id):
        return files.put_part(upload_id=upload_id, index=index, sha256=sha256, body=body)


def received(*, key: str, upload_id: UUID) -> tuple[int, ...]:
    """Which parts of one's own upload are here."""
    row = queries.submission(key)
    if row.upload_id != upload_id:
        raise NotFoundError("no such upload")
    with system_scope("intake:apply", row.unit_id):
        return file_queries.upload_progress(upload_id).received


def finish_file(*, key: str, upload_id: UUID, parts: int, total_bytes: int, now: datetime) -> Submission:
    """All parts are there: keep the file and have it read. Twice is once."""
    with mine(key) as row:
        if row.upload_id != upload_id:
            raise NotFoundError("no such upload")
        stored = files.finish_upload(upload_id=upload_id, parts=parts, total_bytes=total_bytes, now=now)
        if row.file_id != stored.pk:
            check_open(row)
            _take(row, stored, row.file_name or "", now)
        return row


def attach(*, key: str, body: bytes, name: str, now: datetime) -> Submission:
    """Take a small file or pasted text in one piece."""
    row = queries.submission(key)
    with system_scope("intake:apply", row.unit_id):
        check_open(row)
        stored = candidates.store_file(unit_id=row.unit_id, candidate_id=None, body=body, now=now)
    with mine(key) as row:
        check_open(row)
        _take(row, stored, name, now)
        return row


def read_submission(*, submission_id: UUID, clock: Clock) -> None:
    """Read the file of a submission; its page waits for it."""
    row = Submission.objects.filter(pk=submission_id, state=State.READING).first()
    if row is None or row.file_id is None:
        return
    found = candidates.read_content(unit_id=row.unit_id, file_id=row.file_id, sha256=row.sha256, now=clock())
    code = candidates.error_of(found)
    with transaction.atomic():
        fresh = Submission.objects.select_for_update().filter(pk=submission_id, state=State.READING).first()
        if fresh is None or fresh.file_id != row.file_id:  # another file was chosen meanwhile
            return
        fresh.reading = None if isinstance(found, str) else found
        fresh.error_code, fresh.state = code, State.FAILED if code else State.READ
        fresh.save(update_fields=["reading", "error_code", "state"])


def _take(row: Submission, stored: files.StoredFile, name: str, now: datetime) -> None:
    """The file of the submission from now on; an earlier one is destroyed."""
    if row.file_id and row.file_id != stored.pk:
        files.erase(file_id=row.file_id, now=now, reason="replaced")
    row.file_id, row.sha256, row.file_name = stored.pk, stored.sha256, name[:200]
    row.state, row.reading, row.error_code, row.corrections = State.READING, None, "", None
    row.save()
    queue.defer(READ, submission_id=row.pk, unit_id=row.unit_id)
