"""The card with which a second person signs, for the page of whatever is to be signed."""

from typing import TYPE_CHECKING, Any

from bole.foundation.access.actors import Actor
from bole.foundation.approvals import queries as approvals

if TYPE_CHECKING:
    from bole.foundation.approvals.models import ApprovalRequest


def card(actor: Actor, found: "ApprovalRequest | None") -> dict[str, Any]:
    """What ``ui/_second_person.html`` needs: the open request and who may decide; nothing without one."""
    if found is None:
        return {"signing": None}
    may, deciders = approvals.may_decide(actor, found), approvals.deciders(found)
    return {
        "signing": found,
        "may_sign": may,
        "is_mine": found.proposer_id == actor.id,
        "deciders": deciders,
        "colleagues": [one for one in deciders if one.pk != actor.id] if may else [],
        "steps": approvals.history(found.pk),
    }
