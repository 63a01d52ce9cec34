"""The panel on a candidate's page: the record the person became."""

from uuid import UUID

from bole.foundation.access.actors import Actor
from bole.foundation.ui.panels import Fragment
from bole.workforce.employees import presenting, queries


def of(actor: Actor, candidate_id: UUID) -> Fragment | None:
    """None for somebody who is no employee."""
    found = queries.visible_to(actor).filter(candidate_id=candidate_id).order_by("-created_at").first()
    if found is None:
        return None
    return Fragment("employees/_panel.html", {"row": presenting.row(found)})
