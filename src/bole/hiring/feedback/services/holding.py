"""What feedback gives out and takes away when a person asks (registered with foundation.privacy)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.queue import timers
from bole.hiring.feedback import queries
from bole.hiring.feedback.models import Feedback, FeedbackEdit


def export(candidate_id: UUID) -> dict[str, Any]:
    """The letters as they went, the draft of one that did not, and what was rewritten."""
    return {
        "feedback": [
            {"due_at": f.due_at, "sent_at": f.sent_at, "letter": f.letter or f.draft}
            for f in Feedback.objects.filter(candidate_id=candidate_id)
        ],
        "edits": [
            {"part": e.part, "before": e.before, "after": e.after, "at": e.at}
            for e in FeedbackEdit.objects.filter(candidate_id=candidate_id)
        ],
    }


@transaction.atomic
def erase(candidate_id: UUID, now: datetime) -> int:  # noqa: ARG001  the register's signature
    """Words go; when it was due and when it went stay, for the statistics of the clock."""
    gone = FeedbackEdit.objects.filter(candidate_id=candidate_id).delete()[0]
    for found in Feedback.objects.filter(candidate_id=candidate_id):
        found.draft = found.letter = None
        found.save(update_fields=["draft", "letter"])
        for kind in queries.CLOCKS:
            timers.cancel(kind=kind, key=str(found.interview_id))
        gone += 1
    return gone
