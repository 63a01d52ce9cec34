"""What questions give out and take away when a person asks (registered with foundation.privacy)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.queue import timers
from bole.hiring.enquiries.models import Enquiry
from bole.hiring.enquiries.services import steps


def export(candidate_id: UUID) -> dict[str, Any]:
    """Questions and answers."""
    return {
        "questions": [
            {
                "asked_at": one.asked_at,
                "question": one.question,
                "faq": one.faq_answer,
                "answer": one.answer,
                "answered_at": one.answered_at,
                "helped": one.helped,
            }
            for one in Enquiry.objects.filter(candidate_id=candidate_id).order_by("asked_at")
        ]
    }


@transaction.atomic
def erase(candidate_id: UUID, now: datetime) -> int:  # noqa: ARG001  the register's signature
    """Questions go entirely, with their clocks."""
    rows = list(Enquiry.objects.select_for_update().filter(candidate_id=candidate_id))
    for one in rows:
        for kind in (steps.UNMATCHED, steps.REMIND, steps.ESCALATE):
            timers.cancel(kind=kind, key=str(one.pk))
        one.delete()
    return len(rows)
