"""Who may write: a person with the right for this branch; a decision is a person's, never the machine's."""

from uuid import UUID

from bole.foundation.access import actors, permissions, roles
from bole.foundation.access import queries as access
from bole.foundation.access.actors import Actor
from bole.hiring.verification import policies
from bole.hiring.verification.models import Verification
from bole.kernel.errors import ConflictError, DeniedError, InvalidError


def work(found: Verification) -> Actor:
    """Somebody of the branch's HR does something by hand, while it is open."""
    actor = actors.current()
    permissions.require(actor, policies.WORK, found.unit_id)
    if found.settled_at is not None:
        raise ConflictError("it is settled", code="settled")
    return actor


def decide(found: Verification) -> Actor:
    """A person decides about what was found, while it is open."""
    actor = actors.current()
    permissions.require(actor, policies.DECIDE, found.unit_id)
    if actor.kind != "user" or actor.id is None:
        raise DeniedError("a person decides", code="person_needed")
    if found.settled_at is not None:
        raise ConflictError("it is settled", code="settled")
    return actor


def holds(user_id: UUID, unit_id: UUID) -> None:
    """InvalidError for an account that is not HR of the unit."""
    if user_id not in {one.pk for one in access.holders_of(roles.HR, unit_id)}:
        raise InvalidError("not HR of this unit", fields={"owner": "unknown"})
