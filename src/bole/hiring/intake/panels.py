"""What intake says on a person's page: through which page, upload, letter or system he came."""

from uuid import UUID

from bole.foundation.access.actors import Actor
from bole.foundation.ui.panels import Fragment
from bole.hiring.intake import queries, words


def came_in(_actor: Actor, candidate_id: UUID) -> Fragment | None:
    """Every way in, newest first; None for who was typed in by hand."""
    sent, files = queries.ways_in(candidate_id)
    if not sent and not files:
        return None
    rows = [(row, words.CHANNELS.get(row.posting.channel, row.posting.channel)) for row in sent]
    return Fragment("intake/console/_came_in.html", {"sent": rows, "files": files})
