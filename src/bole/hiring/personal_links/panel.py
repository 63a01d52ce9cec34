"""The person's own page, as HR sees it beside everything else: until when it is open, and a new address."""

from uuid import UUID

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.ui.panels import Fragment
from bole.hiring.personal_links import policies, queries


def of(actor: Actor, candidate_id: UUID) -> Fragment | None:
    """None for somebody who has no page yet."""
    found = queries.of_candidate(candidate_id)
    if found is None:
        return None
    may = permissions.allowed(actor, policies.RENEW, found.unit_id)
    return Fragment("personal_links/console/_panel.html", {"link": found, "may_renew": may})
