"""The panel on a candidate's page: the probation the person is on, or was."""

from uuid import UUID

from bole.foundation.access.actors import Actor
from bole.foundation.ui.panels import Fragment
from bole.foundation.workdays import bank_time
from bole.kernel.clock import utc_now
from bole.workforce.performance import presenting, queries


def of(actor: Actor, candidate_id: UUID) -> Fragment | None:
    """None for somebody who has no probation here."""
    found = queries.of_candidate(actor, candidate_id)
    if found is None:
        return None
    row = queries.row_of(found, bank_time.today(utc_now()))
    return Fragment("performance/_panel.html", {"row": presenting.row(row)})
