"""The panel on a candidate's page: what was arranged with the person."""

from uuid import UUID

from bole.foundation.access.actors import Actor
from bole.foundation.ui.panels import Fragment
from bole.hiring.scheduling import policies, presenting, queries


def of(actor: Actor, candidate_id: UUID) -> Fragment | None:
    """None for somebody with whom nothing was arranged."""
    found = queries.of_candidate(actor, candidate_id)
    if not found:
        return None
    rows = [presenting.row(one, queries.bank_zone()) for one in found]
    newest = found[0]
    further = newest.application_id if policies.may_manage(actor, newest.unit_id) else None
    return Fragment("scheduling/_panel.html", {"rows": rows, "further": further}, len(rows))
