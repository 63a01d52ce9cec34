"""The bank's setting on scores; every branch reads it, though the row is head office's."""

from bole.foundation.access.actors import system_scope
from bole.hiring.panels.models import ScoresRule


def scores_rule() -> ScoresRule | None:
    """As it was set last, with who and when; None while nobody set it."""
    with system_scope("the bank's setting"):
        return ScoresRule.objects.select_related("set_by").first()


def scores_open() -> bool:
    """Whether members see the machine's scores before they rate. No, unless head office said so."""
    found = scores_rule()
    return found is not None and found.scores_open
