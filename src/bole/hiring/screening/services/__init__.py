"""Every write of screening: screen, write rules, decide, surges."""

from bole.hiring.screening.services.deciding import Decision, Item, decide_many
from bole.hiring.screening.services.screening import screen, screen_again, screen_person
from bole.hiring.screening.services.writing import (
    change_draft,
    discard_draft,
    preview,
    put_in_force,
)

__all__ = [
    "Decision", "Item", "change_draft", "decide_many", "discard_draft", "preview",
    "put_in_force", "screen", "screen_again", "screen_person",
]  # fmt: skip
