"""What analysis gives out and takes away when a person asks (registered with foundation.privacy)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from bole.hiring.analysis.models import AnalysisRun


def export(candidate_id: UUID) -> dict[str, Any]:
    """What the machines saw and heard, run by run."""
    rows = AnalysisRun.objects.filter(candidate_id=candidate_id).order_by("queued_at")
    return {
        "runs": [
            {"answer": str(r.answer_id), "stage": r.stage, "state": r.state, "observation": r.result}
            for r in rows
        ]
    }


def erase(candidate_id: UUID, now: datetime) -> int:  # noqa: ARG001  the register's signature
    """The observations go; that a run took place, and how long it took, stays."""
    rows = AnalysisRun.objects.filter(candidate_id=candidate_id)
    return rows.update(
        result=None, result_sha256="", lease=None
    )  # without its lease a running worker stores nothing
