"""Reads of openings. Row-level security cuts every answer to the actor's units."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.hiring.requisitions import policies
from bole.hiring.requisitions.models import PortraitVersion, Requisition
from bole.kernel.errors import NotFoundError


def visible_to(actor: Actor) -> QuerySet[Requisition]:
    """Openings the actor may know of."""
    if actor.kind == "system" or permissions.allowed(actor, policies.VIEW):
        return Requisition.objects.select_related("unit")
    return Requisition.objects.none()


def get(requisition_id: UUID) -> Requisition:
    """One opening; NotFoundError when it is not there or not to be seen."""
    found = visible_to(actors.current()).filter(pk=requisition_id).first()
    if found is None:
        raise NotFoundError("no such requisition")
    return found


def open_for(actor: Actor) -> QuerySet[Requisition]:
    """Open ones, newest first."""
    return visible_to(actor).filter(state=Requisition.State.OPEN).order_by("-created_at", "id")


def portrait_for(requisition: Requisition) -> Mapping[str, Any]:
    """The portrait in force for an opening, the branch's variant applied.

    ``{key, version, pass_mark, weights, labels}``; a branch's has ``delta`` and ``base`` beside, a
    portrait that names its own questions has ``questions``. New versions are put into open openings when
    they take effect.
    """
    portrait: Mapping[str, Any] = requisition.portrait
    return portrait


def portrait_history(requisition_id: UUID) -> QuerySet[PortraitVersion]:
    """Every portrait the opening had, newest first, with who brought it about."""
    return (
        PortraitVersion.objects.filter(requisition_id=requisition_id)
        .select_related("saved_by")
        .order_by("-saved_at", "-version")
    )
