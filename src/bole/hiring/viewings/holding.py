"""What viewings give out and take away when a person asks (registered with foundation.privacy)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from bole.hiring.viewings.models import Viewing


def export(candidate_id: UUID) -> dict[str, Any]:
    """When the recordings were watched together, and by how many; the bank's people stay unnamed."""
    rows = Viewing.objects.filter(candidate_id=candidate_id).order_by("made_at")
    return {
        "watched_together": [
            {"opened_at": one.made_at, "people": one.watchers.exclude(joined_at=None).count()} for one in rows
        ]
    }


def erase(candidate_id: UUID, now: datetime) -> int:
    """Viewings go entirely; the audit keeps that somebody watched."""
    del now
    deleted = Viewing.objects.filter(candidate_id=candidate_id).delete()[1]
    return deleted.get("viewings.Viewing", 0)
