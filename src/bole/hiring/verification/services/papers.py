"""Proofs: sent by the person from the phone, or added by HR. Parts go to ``foundation.files``, encrypted."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors
from bole.foundation.files import queries as stored
from bole.foundation.files import services as files
from bole.hiring.verification.models import Check, Paper, Verification
from bole.hiring.verification.services import permitting, steps
from bole.kernel.errors import ConflictError, NotFoundError

PURPOSE = "document"
MOST = 20  # papers of one verification


@transaction.atomic
def start(*, check_id: UUID, name: str, size: int, now: datetime) -> Paper:
    """Open an upload for a check: by the person it is about, or by HR of the branch."""
    check, found = _check_for_writing(check_id)
    by_person = actors.current().kind == "candidate"
    upload = files.start_upload(
        unit_id=found.unit_id,
        candidate_id=found.candidate_id,
        purpose=PURPOSE,
        declared_type="",
        max_bytes=size,
        now=now,
        direct=False,
    )
    return Paper.objects.create(
        unit_id=found.unit_id,
        candidate_id=found.candidate_id,
        verification=found,
        check_of=check,
        source=Paper.Source.PERSON if by_person else Paper.Source.BANK,
        user_id=None if by_person else actors.current().id,
        upload_id=upload.pk,
        name=name[:200],
        added_at=now,
    )


def received(*, upload_id: UUID) -> tuple[int, ...]:
    """Which parts are here."""
    _paper(upload_id)
    return stored.upload_progress(upload_id).received


def put_part(*, upload_id: UUID, index: int, sha256: str, body: bytes) -> files.Receipt:
    """Take one part."""
    _paper(upload_id)
    return files.put_part(upload_id=upload_id, index=index, sha256=sha256, body=body)


@transaction.atomic
def finish(*, upload_id: UUID, parts: int, total_bytes: int, now: datetime) -> Paper:
    """All parts are there: it is kept, encrypted. Twice is once. A file that is no picture and no PDF is
    refused (``type_not_allowed``)."""
    paper = _paper(upload_id)
    if paper.file_id is not None:
        return paper
    if paper.check_of_id is None:
        raise NotFoundError("no such check")
    _check_for_writing(paper.check_of_id)
    kept = files.finish_upload(upload_id=upload_id, parts=parts, total_bytes=total_bytes, now=now)
    return _filed(paper, kept.pk, now)


@transaction.atomic
def add_whole(*, check_id: UUID, name: str, body: bytes, now: datetime) -> Paper:
    """The same for a file that is here in one piece (a form without script)."""
    check, found = _check_for_writing(check_id)
    by_person = actors.current().kind == "candidate"
    kept = files.keep_whole(
        unit_id=found.unit_id, candidate_id=found.candidate_id, purpose=PURPOSE, body=body, now=now
    )
    paper = Paper.objects.create(
        unit_id=found.unit_id,
        candidate_id=found.candidate_id,
        verification=found,
        check_of=check,
        source=Paper.Source.PERSON if by_person else Paper.Source.BANK,
        user_id=None if by_person else actors.current().id,
        name=name[:200],
        added_at=now,
    )
    return _filed(paper, kept.pk, now)


def _filed(paper: Paper, file_id: UUID, now: datetime) -> Paper:
    paper.file_id, paper.added_at = file_id, now
    paper.save(update_fields=["file_id", "added_at"])
    steps.note(paper.verification, "paper", now, check=paper.check_of, by=paper.source)
    return paper


def _check_for_writing(check_id: UUID) -> tuple[Check, Verification]:
    """The check and its verification, for the person himself or HR of the branch, while it is open."""
    check = Check.objects.filter(pk=check_id).first()
    if check is None:
        raise NotFoundError("no such check")
    if actors.current().kind == "candidate":
        found = steps.locked_for_candidate(check.verification_id)
        if found.settled_at is not None:
            raise ConflictError("it is settled", code="settled")
    else:
        found = steps.locked(check.verification_id)
        permitting.work(found)
    if found.papers.filter(file_id__isnull=False).count() >= MOST:
        raise ConflictError("no more papers can be added", code="too_many_papers")
    check.verification = found
    return check, found


def _paper(upload_id: UUID) -> Paper:
    found = Paper.objects.filter(upload_id=upload_id).select_related("verification", "check_of").first()
    if found is None:
        raise NotFoundError("no such paper")
    if actors.current().kind != "candidate":
        permitting.work(found.verification)
    return found
