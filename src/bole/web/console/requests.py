"""What candidates may ask for, in words for HR."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

KINDS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "explain": (
        lazy("Wants the result explained"),
        lazy("Write or call, and go through the report's evidence together."),
    ),
    "human_review": (
        lazy("Asks for a person to look"),
        lazy(
            "Somebody who has not decided yet rates the interview blind; submitting the rating answers this."
        ),
    ),
    "live": (
        lazy("Wants a live interview instead of a recording"),
        lazy("Call, agree on a date, and hold the interview with the same questions and score sheet."),
    ),
    "erase": (lazy("Withdrew and asked to be erased"), lazy("Done by the machine; nothing to do.")),
}


def words_of(kind: str) -> tuple[str, str]:
    """What the candidate wants, and what to do about it."""
    what, todo = KINDS[kind]
    return str(what), str(todo)
