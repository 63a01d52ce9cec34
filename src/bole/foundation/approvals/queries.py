"""Reads of approvals. Row-level security cuts every answer to the actor's units."""

from uuid import UUID

from django.db.models import Q, QuerySet

from bole.foundation.access import permissions
from bole.foundation.access import queries as access
from bole.foundation.access.actors import Actor
from bole.foundation.access.models import User
from bole.foundation.approvals import kinds, rules
from bole.foundation.approvals.models import ApprovalRequest, ApprovalStep
from bole.kernel.errors import NotFoundError


def get(request_id: UUID) -> ApprovalRequest:
    """One request; NotFoundError when it is not there or not to be seen."""
    found = _rows().filter(pk=request_id).first()
    if found is None:
        raise NotFoundError("no such request")
    return found


def visible_to(actor: Actor) -> QuerySet[ApprovalRequest]:
    """Requests this person asked for, decides, or decided; the most urgent first."""
    may = [kind.key for kind in kinds.registered() if permissions.allowed(actor, kind.permission)]
    mine = Q(proposer_id=actor.id) | Q(delegate_id=actor.id) | Q(kind__in=may)
    return _rows().filter(mine).order_by("due_at", "pk")


def to_decide(actor: Actor, limit: int = 50) -> list[ApprovalRequest]:
    """What waits for this person."""
    waiting = visible_to(actor).filter(state=ApprovalRequest.State.WAITING).exclude(proposer_id=actor.id)
    return [one for one in waiting[:limit] if may_decide(actor, one)]


def decided(actor: Actor, limit: int = 30) -> list[ApprovalRequest]:
    """What was decided or taken back, newest first."""
    rows = visible_to(actor).exclude(state=ApprovalRequest.State.WAITING)
    return list(rows.order_by("-proposed_at", "-pk")[:limit])


def waiting_for(kind: str, object_id: UUID) -> ApprovalRequest | None:
    """The open request about a thing."""
    return _rows().filter(kind=kind, object_id=object_id, state=ApprovalRequest.State.WAITING).first()


def may_decide(actor: Actor, request: ApprovalRequest) -> bool:
    """Whether this person may sign now: not the proposer, and entitled or the delegate."""
    return not why_not(actor, request)


def why_not(actor: Actor, request: ApprovalRequest) -> str:
    """The code of what stands against it; empty when nothing does."""
    allowed = actor.kind == "user" and (
        request.delegate_id == actor.id
        or permissions.allowed(actor, kinds.get(request.kind).permission, request.unit_id)
    )
    who = actor.id if actor.kind == "user" else None
    return rules.why_not(who=who, proposer=request.proposer_id, state=request.state, allowed=allowed)


def deciders(request: ApprovalRequest) -> list[User]:
    """Who may sign: the delegate alone once there is one, else all who hold the permission."""
    if request.delegate_id:
        return list(User.objects.filter(pk=request.delegate_id, is_active=True))
    roles = permissions.get(kinds.get(request.kind).permission).roles
    return [one for one in access.holders_of(roles, request.unit_id) if one.pk != request.proposer_id]


def history(request_id: UUID) -> QuerySet[ApprovalStep]:
    """What happened, in order."""
    return ApprovalStep.objects.filter(request_id=request_id).select_related("who", "to")


def _rows() -> QuerySet[ApprovalRequest]:
    return ApprovalRequest.objects.select_related("unit", "proposer", "decider", "delegate")
