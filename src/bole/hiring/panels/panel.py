"""The panel on a candidate's page: his re-interviews as the reader may see them."""

from uuid import UUID

from bole.foundation.access.actors import Actor
from bole.foundation.ui.panels import Fragment
from bole.hiring.panels import queries
from bole.hiring.panels.presenting import lists
from bole.kernel.clock import utc_now


def of(actor: Actor, candidate_id: UUID) -> Fragment | None:
    """None for somebody nobody prepares a re-interview of."""
    found = list(queries.of_candidate(actor, candidate_id))
    guides = queries.to_open(actor, candidate_id)
    if not found and not guides:
        return None
    rows = [lists.row(one, utc_now()) for one in found]
    waiting = [lists.guide_row(one) for one in guides]
    return Fragment("panels/_panel.html", {"rows": rows, "waiting": waiting}, len(rows))
