"""What surveys give out and take away when a person asks (registered with foundation.privacy).

An anonymous sheet belongs to nobody any more: it is neither given out nor found.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.surveys import queries
from bole.foundation.surveys.models import SurveyInvitation


def export(candidate_id: UUID) -> dict[str, Any]:
    """What the person was asked and answered by name."""
    rows = SurveyInvitation.objects.filter(subject=queries.subject_of(candidate_id)).select_related("version")
    return {"surveys": [_one(row) for row in rows.order_by("send_at")]}


def _one(row: SurveyInvitation) -> dict[str, Any]:
    response = getattr(row, "response", None)
    return {
        "survey": row.version.body["title"],
        "sent_at": row.sent_at,
        "state": row.state,
        "answers": [
            {"question": item.question_key, "about": item.thing, "value": item.value, "text": item.text}
            for item in (response.items.all() if response else ())
        ],
    }


@transaction.atomic
def erase(candidate_id: UUID, now: datetime) -> int:  # noqa: ARG001  the register's signature
    """Invitations go, and with them the sheets that lead to them."""
    rows = SurveyInvitation.objects.filter(subject=queries.subject_of(candidate_id))
    count = rows.count()
    rows.delete()
    return count
