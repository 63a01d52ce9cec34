"""Reads of interviews held elsewhere. Row-level security cuts them to the actor's units."""

from uuid import UUID

from django.db.models import QuerySet

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.hiring.engines import configured, policies
from bole.hiring.engines.models import ForeignInterview


def held_elsewhere(actor: Actor) -> QuerySet[ForeignInterview]:
    """All of them, newest first, with their cards."""
    if actor.kind == "system" or permissions.allowed(actor, policies.VIEW):
        return ForeignInterview.objects.select_related(
            "candidate", "unit", "application__requisition", "card"
        )
    return ForeignInterview.objects.none()


def served(actor: Actor) -> bool:
    """Whether pages lead to interviews held elsewhere: an engine is configured, the actor may see them."""
    return bool(configured.engines()) and permissions.allowed(actor, policies.VIEW)


def of_candidate(actor: Actor, candidate_id: UUID) -> QuerySet[ForeignInterview]:
    """One person's."""
    return held_elsewhere(actor).filter(candidate_id=candidate_id)
