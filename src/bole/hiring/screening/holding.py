"""What screening gives out and takes away when a person asks (registered with foundation.privacy)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from bole.hiring.screening.models import Result


def export(candidate_id: UUID) -> dict[str, Any]:
    """Every screening with its verdicts, lines and points, and what people decided."""
    rows = Result.objects.filter(candidate_id=candidate_id).prefetch_related("choices")
    return {
        "screenings": [
            {
                "application": str(row.application_id),
                "outcome": row.outcome,
                "match": None if row.score is None else float(row.score),
                "details": row.details,
                "rules_version": row.rules_version,
                "at": row.made_at,
                "decisions": [{"what": c.what, "reason": c.reason, "at": c.at} for c in row.choices.all()],
            }
            for row in rows
        ]
    }


def erase(candidate_id: UUID, now: datetime) -> int:  # noqa: ARG001  the register's signature
    """The lines of the résumé go; outcome, score and decisions stay as counts tied to nobody by name."""
    gone = 0
    for row in Result.objects.filter(candidate_id=candidate_id):
        row.details, row.resume_id = {}, None
        row.save(update_fields=["details", "resume_id"])
        gone += 1
    return gone
