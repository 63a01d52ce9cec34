"""What checks give out and take away when a person asks (registered with foundation.privacy)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.queue import timers
from bole.hiring.verification.models import Check, Verification
from bole.hiring.verification.services import steps


def export(candidate_id: UUID) -> dict[str, Any]:
    """Everything that was asked, found, said and decided."""
    rows = Verification.objects.filter(candidate_id=candidate_id).order_by("opened_at")
    return {"background_checks": [_one(row) for row in rows]}


def _one(row: Verification) -> dict[str, Any]:
    return {
        "opened_at": row.opened_at,
        "state": row.state,
        "settled_at": row.settled_at,
        "id_number": row.id_number,
        "reason": row.reason,
        "stability": row.stability,
        "checks": [_check(one) for one in row.checks.all()],
        "to_verify": [
            {"what": one.what, "said": one.said, "resolution": one.resolution, "note": one.note}
            for one in row.doubts.all()
        ],
        "papers": [
            {"file": one.file_id, "name": one.name, "added_at": one.added_at} for one in row.papers.all()
        ],
    }


def _check(one: Check) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "subject": one.subject,
        "claimed": one.claimed,
        "state": one.state,
        "source": one.source,
        "findings": [
            {
                "received_at": row.received_at,
                "by": row.by,
                "verdict": row.verdict,
                "facts": row.facts,
                "points": row.points,
                "note": row.note,
            }
            for row in one.findings.all()
        ],
        "disputes": [
            {"text": row.text, "raised_at": row.raised_at, "upheld": row.upheld, "answer": row.answer}
            for row in one.disputes.all()
        ],
    }


@transaction.atomic
def erase(candidate_id: UUID, now: datetime) -> int:  # noqa: ARG001  the register's signature
    """Everything goes, with its clocks; files are erased by their own holder, consents stay as proof."""
    rows = list(Verification.objects.select_for_update().filter(candidate_id=candidate_id))
    for row in rows:
        for kind in (steps.REPLY, steps.CONSENT_DUE, steps.DOUBT_DUE):
            timers.cancel(kind=kind, key=str(row.pk))
        for check in row.checks.all():
            for kind in (steps.TRY, steps.LATE, steps.RETENTION):
                timers.cancel(kind=kind, key=str(check.pk))
        row.delete()
    return len(rows)
