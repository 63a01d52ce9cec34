"""What intake says on a person's page: through which page, upload, letter or system he came."""

from uuid import UUID

from bole.foundation.access.actors import Actor
from bole.foundation.ui.panels import Fragment
from bole.hiring.intake import queries, words


def came_in(_actor: Actor, candidate_id: UUID) -> Fragment | None:
    """The postings he applied through, newest first; files and letters stand with the résumé."""
    sent = queries.ways_in(candidate_id)
    rows = [(row, words.CHANNELS.get(row.posting.channel, row.posting.channel)) for row in sent]
    return Fragment("intake/console/_came_in.html", {"sent": rows}) if rows else None
