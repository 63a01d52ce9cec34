"""Every write of screening: screen, write rules, decide, surges."""

from bole.hiring.screening.services.deciding import MOST, Decision, Item, decide_many, letter_of
from bole.hiring.screening.services.screening import screen, screen_again, screen_person
from bole.hiring.screening.services.surging import (
    check_surge,
    follow_process,
    look_again,
    set_plan,
    stop_surge,
)
from bole.hiring.screening.services.writing import (
    change_draft,
    discard_draft,
    preview,
    put_in_force,
)

__all__ = [
    "MOST", "Decision", "Item", "change_draft", "check_surge", "decide_many", "discard_draft",
    "follow_process", "letter_of", "look_again", "preview", "put_in_force", "screen", "screen_again",
    "screen_person", "set_plan", "stop_surge",
]  # fmt: skip
