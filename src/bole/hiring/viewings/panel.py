"""The panel on a candidate's page: recordings watched together, and by whom."""

from uuid import UUID

from bole.foundation.access.actors import Actor
from bole.foundation.ui.panels import Fragment
from bole.hiring.viewings import queries


def of(actor: Actor, candidate_id: UUID) -> Fragment | None:
    """None for somebody nobody watched together."""
    rows = queries.of_candidate(actor, candidate_id)
    if not rows:
        return None
    shown = [
        (one, [w.user.get_short_name() for w in one.watchers.all() if w.joined_at is not None])
        for one in rows
    ]
    return Fragment("viewings/_panel.html", {"rows": shown}, len(rows))
