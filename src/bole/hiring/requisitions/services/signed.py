"""What portraits, branches' variants and questions have in common: a draft under a lock, one that waits for
its second person, what comes of a refusal, and the line in the audit."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from bole.foundation.access import actors
from bole.foundation.approvals.kinds import Decision
from bole.foundation.audit import services as audit
from bole.hiring.requisitions.models import Signed
from bole.kernel.errors import ConflictError, NotFoundError

State = Signed.State
Row = TypeVar("Row", bound=Signed)


def locked(model: type[Row], row_id: UUID) -> Row:
    """The row under a lock; NotFoundError when not there or not to be seen."""
    row = model._default_manager.select_for_update(of=("self",)).filter(pk=row_id).first()
    if row is None:
        raise NotFoundError("no such version")
    return row


def check_draft(row: Signed, revision: int | None = None) -> None:
    """ConflictError unless it is a draft, and the one somebody was looking at (``revision``)."""
    if row.state != State.DRAFT:
        raise ConflictError("this is no draft any more", code="lost_race")
    if revision is not None and row.revision != revision:
        raise ConflictError("somebody saved this draft in the meantime", code="lost_race")


def waiting(model: type[Row], decision: Decision) -> Row:
    """What a decision is about, as it was handed in; ConflictError for anything else."""
    row = model._default_manager.select_for_update(of=("self",)).filter(pk=decision.object_id).first()
    if row is None or row.state != State.WAITING or row.body != decision.payload["body"]:
        raise ConflictError("this is not what was handed in", code="lost_race")
    return row


def send_back(row: Signed, decision: Decision) -> None:
    """Refused or taken back: a draft again, with the answer."""
    row.state, row.answer = State.DRAFT, decision.note
    row.save(update_fields=["state", "answer"])


def drop(row: Signed, now: datetime) -> None:
    """Give a draft up; the row stays for the trail."""
    check_draft(row)
    row.state, row.edited_by_id, row.edited_at = State.DROPPED, actors.current().id, now
    row.save(update_fields=["state", "edited_by", "edited_at"])


def record(row: Signed, kind: str, what: str, *, unit_id: UUID, key: tuple[str, str]) -> None:
    """The line in the audit; ``kind``: portrait, variant or question; ``key``: what is versioned."""
    audit.record(
        verb=f"hiring.requisitions.{kind}.{what}",
        obj=(OBJECTS[kind], row.pk),
        unit_id=unit_id,
        details={key[0]: key[1], "number": row.number or 0, "hash": row.sha256},
    )


OBJECTS = {"portrait": "job_portrait", "variant": "branch_variant", "question": "question_version"}
