"""Reads of the trail. Row-level security shows an actor the lines of his units only."""

import uuid

from django.db.models import QuerySet

from bole.foundation.audit.models import AuditLine


def trail(obj: tuple[str, uuid.UUID]) -> QuerySet[AuditLine]:
    """Everything that happened to one thing, newest first."""
    return AuditLine.objects.filter(object_kind=obj[0], object_id=obj[1]).order_by("-at", "-id")


def lines(
    *, verb_prefix: str = "", actor_id: uuid.UUID | None = None, unit_id: uuid.UUID | None = None
) -> QuerySet[AuditLine]:
    """All visible lines, newest first, narrowed by what is given."""
    found = AuditLine.objects.order_by("-at", "-id")
    if verb_prefix:
        found = found.filter(verb__startswith=verb_prefix)
    if actor_id:
        found = found.filter(actor_id=actor_id)
    if unit_id:
        found = found.filter(unit_id=unit_id)
    return found
