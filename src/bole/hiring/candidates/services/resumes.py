"""Résumés as files: kept encrypted, read once per content in the parser's child, confirmed by the person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation import events, queue
from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.foundation.files import services as files
from bole.hiring.candidates import policies, queries, reading, rules
from bole.hiring.candidates.events import ResumeParsed
from bole.hiring.candidates.models import Reading, ResumeFile
from bole.kernel.clock import Clock
from bole.kernel.errors import NotFoundError

READ = "hiring.candidates.read_resume"
State = ResumeFile.State


def store_file(*, unit_id: UUID, candidate_id: UUID | None, body: bytes, now: datetime) -> files.StoredFile:
    """Keep the bytes of a résumé, encrypted. InvalidError: type_not_allowed, upload_too_large, empty."""
    return files.keep_whole(unit_id=unit_id, candidate_id=candidate_id, purpose="resume", body=body, now=now)


@transaction.atomic
def add_resume(
    *, candidate_id: UUID, stored: files.StoredFile, name: str, source: str, as_of: datetime, now: datetime
) -> ResumeFile:
    """Make a stored file one of the person's résumés and have it read; the same content twice is once."""
    candidate = queries.get(candidate_id)
    permissions.require(actors.current(), policies.RESUME, candidate.unit_id)
    kept, new = ResumeFile.objects.get_or_create(
        candidate=candidate,
        sha256=stored.sha256,
        defaults={
            "unit_id": candidate.unit_id,
            "file_id": stored.pk,
            "name": name[:200],
            "content_type": stored.content_type,
            "source": source,
            "as_of": as_of,
            "added_at": now,
        },
    )
    if not new:
        return _seen_again(kept, stored, as_of, now)
    files.belongs_to(file_id=stored.pk, candidate_id=candidate.pk)
    audit.record(
        verb="hiring.candidates.resume.added",
        obj=("candidate", candidate.pk),
        unit_id=candidate.unit_id,
        details={"resume": kept.pk, "source": source, "as_of": as_of},
    )
    known = _known(kept.unit_id, kept.sha256)
    if known is not None:
        _settle(kept, known, known.error_code)
    else:
        queue.defer(READ, resume_id=kept.pk, unit_id=kept.unit_id)
    return kept


def read_resume(*, resume_id: UUID, clock: Clock) -> ResumeFile | None:
    """Read a waiting résumé. Repeatable; None when there is nothing left to read."""
    waiting = ResumeFile.objects.filter(pk=resume_id, state=State.WAITING).first()
    if waiting is None or waiting.file_id is None:
        return None
    result = read_content(
        unit_id=waiting.unit_id, file_id=waiting.file_id, sha256=waiting.sha256, now=clock()
    )
    with transaction.atomic():
        row = ResumeFile.objects.select_for_update().filter(pk=resume_id, state=State.WAITING).first()
        if row is None:  # erased meanwhile, or another worker was faster
            return None
        _settle(row, result if isinstance(result, Reading) else None, error_of(result))
        return row


def read_content(*, unit_id: UUID, file_id: UUID, sha256: str, now: datetime) -> Reading | str:
    """What the parser makes of a content: kept once per unit, content and version of the parser.

    A failure that says nothing about the file (a killed child, no recogniser installed) is only its code:
    it is not kept, so that the next try reads again.
    """
    known = _known(unit_id, sha256)
    if known is not None:
        return known
    outcome = reading.read(file_id)
    if outcome.error_code in reading.PASSING:
        return outcome.error_code
    made, _new = Reading.objects.get_or_create(
        unit_id=unit_id,
        sha256=sha256,
        parser=reading.parser(),
        defaults={"body": outcome.body, "error_code": outcome.error_code, "read_at": now},
    )
    return made


def error_of(result: Reading | str) -> str:
    """The code of why nothing could be read; empty when something was."""
    return result if isinstance(result, str) else result.error_code


@transaction.atomic
def confirm_resume(*, resume_id: UUID, corrections: Mapping[str, Any], now: datetime) -> ResumeFile:
    """Keep what the person said is different from what was read; fields not named stay as read."""
    row = ResumeFile.objects.select_for_update().filter(pk=resume_id).first()
    if row is None:
        raise NotFoundError("no such résumé")
    permissions.require(actors.current(), policies.RESUME, row.unit_id)
    chosen = {field: corrections[field] for field in rules.CORRECTABLE if field in corrections}
    if not chosen or chosen == row.corrections:
        return row
    row.corrections, row.corrected_at = chosen, now
    row.save(update_fields=["corrections", "corrected_at"])
    audit.record(
        verb="hiring.candidates.resume.corrected",
        obj=("candidate", row.candidate_id),
        unit_id=row.unit_id,
        fields=sorted(chosen),
    )
    if row.state == State.READ:
        events.publish(ResumeParsed(row.candidate_id, row.unit_id, row.pk))
    return row


def _seen_again(kept: ResumeFile, stored: files.StoredFile, as_of: datetime, now: datetime) -> ResumeFile:
    """The same content, perhaps newer at its source; the second copy of the bytes is not needed."""
    if stored.pk != kept.file_id:
        files.erase(file_id=stored.pk, now=now, reason="known_content")
    if as_of > kept.as_of:
        kept.as_of = as_of
        kept.save(update_fields=["as_of"])
    return kept


def _known(unit_id: UUID, sha256: str) -> Reading | None:
    return Reading.objects.filter(unit_id=unit_id, sha256=sha256, parser=reading.parser()).first()


def _settle(row: ResumeFile, found: Reading | None, error_code: str) -> None:
    row.reading, row.error_code = found, error_code
    row.state = State.FAILED if error_code else State.READ
    row.save(update_fields=["reading", "error_code", "state"])
    audit.record(
        verb=f"hiring.candidates.resume.{'unreadable' if error_code else 'read'}",
        obj=("candidate", row.candidate_id),
        unit_id=row.unit_id,
        details={"resume": row.pk, "parser": found.parser if found else "", "error": error_code},
    )
    live.notify("candidate", row.candidate_id, row.unit_id)
    if not error_code:
        events.publish(ResumeParsed(row.candidate_id, row.unit_id, row.pk))
