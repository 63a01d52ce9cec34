"""The box in which a second person signs: what a page of a thing that waits needs to show it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from bole.foundation.access.views import actor_of
from bole.foundation.approvals import queries as approvals


def box(request: HttpRequest, kind: str, object_id: UUID) -> dict[str, Any]:
    """``signing``: the open request with who may decide; None where nothing waits."""
    found = approvals.waiting_for(kind, object_id)
    if found is None:
        return {"signing": None}
    actor = actor_of(request)
    may = approvals.may_decide(actor, found)
    return {
        "signing": found,
        "may_sign": may,
        "is_mine": found.proposer_id == actor.id,
        "deciders": approvals.deciders(found),
        "colleagues": [one for one in approvals.deciders(found) if one.pk != actor.id] if may else [],
        "steps": approvals.history(found.pk),
    }
