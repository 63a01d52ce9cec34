"""The messages of one candidate, on the candidate's page."""

from uuid import UUID

from bole.foundation.access.actors import Actor
from bole.foundation.messaging import queries
from bole.foundation.messaging.queries import Filters
from bole.foundation.ui.panels import Fragment
from bole.web.console.messages.outbox import rows_of

MOST = 8


def of_candidate(actor: Actor, candidate_id: UUID) -> Fragment | None:
    """The newest messages and how many there are; None when nothing was ever sent."""
    filters = Filters(candidate_ids=[candidate_id])
    total = sum(queries.counts(actor, filters).values())
    if not total:
        return None
    rows = rows_of(queries.outbox(actor, filters, size=MOST).rows)
    number = rows[0].number if rows else ""
    context = {"rows": rows, "more": total > MOST, "number": number}
    return Fragment("console/messages/_panel.html", context, count=total)
