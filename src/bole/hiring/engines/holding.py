"""What engines give out and take away when a person asks (registered with foundation.privacy).

What lies at the engine itself is erased there: the bank's contract with its maker says how.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.queue import timers
from bole.hiring.engines import services
from bole.hiring.engines.models import ForeignInterview


def export(candidate_id: UUID) -> dict[str, Any]:
    """Interviews held elsewhere with what came of them."""
    rows = ForeignInterview.objects.filter(candidate_id=candidate_id).select_related("card")
    return {
        "foreign_interviews": [
            {
                "engine": one.engine,
                "asked_at": one.asked_at,
                "state": one.state,
                "card": one.card.card if hasattr(one, "card") else None,
                "provenance": one.card.provenance if hasattr(one, "card") else None,
            }
            for one in rows.order_by("asked_at")
        ]
    }


@transaction.atomic
def erase(candidate_id: UUID, now: datetime) -> int:  # noqa: ARG001  the register's signature
    """They go entirely, with links and cards."""
    rows = list(ForeignInterview.objects.select_for_update().filter(candidate_id=candidate_id))
    for one in rows:
        timers.cancel(kind=services.POLL, key=str(one.pk))
        one.delete()
    return len(rows)
