"""What onboarding gives out and takes away when a person asks. The documents themselves are with files."""

from datetime import datetime
from typing import Any
from uuid import UUID

from bole.workforce.onboarding.models import Material, Note, Onboarding, Task


def export(candidate_id: UUID) -> dict[str, Any]:
    """The checklist with what was handed in, read and confirmed, and HR's words."""
    tasks = Task.objects.filter(candidate_id=candidate_id)
    return {
        "onboardings": list(
            Onboarding.objects.filter(candidate_id=candidate_id).values(
                "state", "reason", "desk", "signed_at", "ready_at", "joined_at", "ended_at"
            )
        ),
        "tasks": list(tasks.values("key", "owner", "title", "due_on", "state", "done_at")),
        "materials": [
            {
                "kind": one.kind,
                "file_id": one.file_id,
                "state": one.state,
                "read": one.read,
                "confirmed": one.confirmed,
                "codes": one.codes,
                "reason": one.reason,
                "uploaded_at": one.uploaded_at,
            }
            for one in Material.objects.filter(candidate_id=candidate_id)
        ],
        "notes": [
            {"what": one.what, "about": one.about, "words": one.words, "at": one.at}
            for one in Note.objects.filter(candidate_id=candidate_id)
        ],
    }


def erase(candidate_id: UUID, now: datetime) -> int:  # noqa: ARG001  the register's signature
    """What was read and confirmed, HR's words and own tasks' words go; states and times stay as counts."""
    gone = 0
    for one in Material.objects.filter(candidate_id=candidate_id):
        if one.read is not None or one.confirmed is not None:
            one.read = one.confirmed = None
            one.save(update_fields=["read", "confirmed"])
            gone += 1
    gone += Note.objects.filter(candidate_id=candidate_id).delete()[0]
    own = Task.objects.filter(candidate_id=candidate_id, added_by__isnull=False).exclude(title={})
    gone += own.update(title={})
    Onboarding.objects.filter(candidate_id=candidate_id).update(desk="")
    return gone
