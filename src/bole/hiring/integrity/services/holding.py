"""What integrity gives out and takes away when a person asks (registered with foundation.privacy)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from bole.hiring.integrity.models import CopyPair, Finding, Fingerprint


def export(candidate_id: UUID) -> dict[str, Any]:
    """What was pointed out and what people made of it; never whose answer another one is like."""
    rows = Finding.objects.filter(candidate_id=candidate_id).prefetch_related("decisions")
    return {
        "findings": [
            {
                "answer": str(row.answer_id),
                "kind": row.kind,
                "figures": row.figures,
                "places": row.places,
                "found_at": row.found_at.isoformat(),
                "decisions": [
                    {"choice": d.choice, "reason": d.reason, "outcome": d.outcome, "at": d.at.isoformat()}
                    for d in row.decisions.all()
                ],
            }
            for row in rows
        ]
    }


def erase(candidate_id: UUID, now: datetime) -> int:  # noqa: ARG001  the register's signature
    """Everything goes, also from the pairs in which somebody else's answer is like his."""
    gone = 0
    for rows in (
        CopyPair.objects.filter(candidate_id=candidate_id),
        CopyPair.objects.filter(other_candidate_id=candidate_id),
        Finding.objects.filter(candidate_id=candidate_id),
        Fingerprint.objects.filter(candidate_id=candidate_id),
    ):
        count, _ = rows.delete()
        gone += count
    return gone
