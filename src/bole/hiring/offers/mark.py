"""The number beside the entry in the rail."""

from bole.foundation.access import actors
from bole.hiring.offers import queries


def waiting() -> int:
    """Candidates who wait for the bank's answer."""
    return queries.asked(actors.current())
