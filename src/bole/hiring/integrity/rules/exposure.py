"""How often a question has been shown, and from when on another one should take its place."""

from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(days=90)
OFTEN = 300  # showings in the window
COPIES = 3  # near-copies found in the window
LEAST_FOR_SHARE = 50
COPY_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Use:
    """``shown`` counts candidates who opened the question; ``recent`` those of the last 90 days."""

    question_key: str
    shown: int
    recent: int
    first_at: datetime
    last_at: datetime
    copies: int  # near-copies among the recent answers


def why_rotate(use: Use) -> str:
    """A code why rotation is suggested, empty when it is not. A person decides."""
    if use.copies >= COPIES and use.recent and use.copies / use.recent >= COPY_SHARE:
        return "copied"
    if use.copies >= COPIES and use.recent < LEAST_FOR_SHARE:
        return "copied"
    return "often" if use.recent >= OFTEN else ""
