"""What intake gives out and takes away when a person asks (registered with foundation.privacy)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from bole.hiring.intake.models import Arrival, Batch, Item, Submission


def export(candidate_id: UUID) -> dict[str, Any]:
    """How the person came in."""
    sent = Submission.objects.filter(candidate_id=candidate_id)
    items = Item.objects.filter(candidate_id=candidate_id)
    arrivals = Arrival.objects.filter(candidate_id=candidate_id)
    return {
        "submissions": [
            {
                "number": row.number,
                "name": row.name,
                "phone": row.phone,
                "email": row.email,
                "file": row.file_name,
                "corrections": row.corrections,
                "state": row.state,
                "sent_at": row.sent_at,
            }
            for row in sent
        ],
        "files_of_batches": [{"name": row.name, "state": row.state, "at": row.settled_at} for row in items],
        "told_by": list(arrivals.values("source", "arrived_at")),
    }


def erase(candidate_id: UUID, now: datetime) -> int:
    """Submissions go; files of batches and calls of other systems stay as counts without a personal value.

    A call keeps the hash of its id and whose it was, so that its repetition does not make the person again.
    """
    del now
    gone, _rows = Submission.objects.filter(candidate_id=candidate_id).delete()
    items = list(Item.objects.filter(candidate_id=candidate_id))
    for row in items:
        row.name, row.file_id, row.sha256, row.candidate_id = "", None, "", None
        row.save(update_fields=["name", "file_id", "sha256", "candidate_id"])
    for batch in Batch.objects.filter(pk__in={row.batch_id for row in items}, file_id=None):
        batch.name = ""  # of one file, or a letter's subject: it may name the person
        batch.save(update_fields=["name"])
    return int(gone) + len(items)
