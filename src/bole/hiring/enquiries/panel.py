"""The panel on a candidate's page: what the person asked, and how it was answered."""

from uuid import UUID

from bole.foundation.access.actors import Actor
from bole.foundation.ui.panels import Fragment
from bole.hiring.enquiries import presenting, queries
from bole.kernel.clock import utc_now

SHOWN = 5


def of(actor: Actor, candidate_id: UUID) -> Fragment | None:
    """None for somebody who asked nothing."""
    found = list(queries.of_candidate(actor, candidate_id))
    if not found:
        return None
    rows = [presenting.row(one, utc_now()) for one in found[:SHOWN]]
    return Fragment("enquiries/_panel.html", {"rows": rows}, len(found))
