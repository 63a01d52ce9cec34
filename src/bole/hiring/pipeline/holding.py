"""What the pipeline gives out and takes away when a person asks (registered with foundation.privacy)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from bole.hiring.pipeline.models import Application, Transition


def export(candidate_id: UUID) -> dict[str, Any]:
    """Applications and their moves."""
    applied = Application.objects.filter(candidate_id=candidate_id).select_related("requisition", "unit")
    return {
        "applications": [
            {
                "id": str(a.pk),
                "job": {"zh": a.requisition.title_zh, "en": a.requisition.title_en},
                "unit": a.unit.name_zh,
                "stage": a.stage,
                "outcome": a.outcome,
                "since": a.stage_since,
                "created_at": a.created_at,
            }
            for a in applied
        ],
        "moves": [
            {"from": t.from_stage, "to": t.to_stage, "reason": t.reason, "by": t.actor_kind, "at": t.at}
            for t in Transition.objects.filter(candidate_id=candidate_id).order_by("at")
        ],
    }


def erase(candidate_id: UUID, now: datetime) -> int:  # noqa: ARG001  the register's signature
    """Rows here hold stages, codes and times only: nothing a person could be known by, so they stay as
    statistics."""
    return 0
