"""Every write of screening: screen, write rules, decide, surges."""

from bole.hiring.screening.services.deciding import MOST, Decision, Item, decide_many, letter_of
from bole.hiring.screening.services.screening import screen, screen_again, screen_person
from bole.hiring.screening.services.writing import (
    change_draft,
    discard_draft,
    preview,
    put_in_force,
)

__all__ = [
    "MOST", "Decision", "Item", "change_draft", "decide_many", "discard_draft", "letter_of", "preview",
    "put_in_force", "screen", "screen_again", "screen_person",
]  # fmt: skip
