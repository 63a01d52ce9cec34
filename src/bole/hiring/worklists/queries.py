"""Reads of saved views and runs."""

from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.hiring.worklists import policies
from bole.hiring.worklists.models import BulkItem, BulkRun, SavedView
from bole.kernel.errors import NotFoundError


def views_of(actor: Actor) -> QuerySet[SavedView]:
    """The actor's own views, then those shared in the units he sees."""
    if not permissions.allowed(actor, policies.USE):
        return SavedView.objects.none()
    mine = Case(When(owner_id=actor.id, then=Value(0)), default=Value(1))
    return (
        SavedView.objects.filter(Q(owner_id=actor.id) | Q(shared=True))
        .select_related("owner")
        .order_by(mine, "created_at", "id")
    )


def run(actor: Actor, run_id: UUID) -> BulkRun:
    """One run of the actor's own; NotFoundError for anybody else's."""
    found = BulkRun.objects.filter(pk=run_id, begun_by_id=actor.id).first()
    if found is None:
        raise NotFoundError("no such run")
    return found


def items(found: BulkRun) -> QuerySet[BulkItem]:
    """What became of each, failures first, with the person at hand."""
    failed = Case(When(state=BulkItem.State.FAILED, then=Value(0)), default=Value(1))
    return found.items.select_related("application__candidate").order_by(failed, "pk")
