"""How often a question has been shown, and from when on another one should take its place."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Limits(Protocol):
    """What the bank set: see ``requisitions.bank_rules``."""

    @property
    def often(self) -> int:
        """Showings lately from which a question should rest."""
        ...

    @property
    def copies(self) -> int:
        """Near-copies lately from which it should."""
        ...

    @property
    def copy_percent(self) -> int:
        """If they are so many of a hundred showings."""
        ...

    @property
    def few(self) -> int:
        """Or the showings are fewer than this."""
        ...


@dataclass(frozen=True, slots=True)
class Use:
    """``shown`` counts candidates who opened the question; ``recent`` those of the bank's window."""

    question_key: str
    shown: int
    recent: int
    first_at: datetime
    last_at: datetime
    copies: int  # near-copies among the recent answers


def why_rotate(use: Use, limits: Limits) -> str:
    """A code why rotation is suggested, empty when it is not. A person decides."""
    if use.copies >= limits.copies:
        share = use.recent and 100 * use.copies >= limits.copy_percent * use.recent
        if share or use.recent < limits.few:
            return "copied"
    return "often" if use.recent >= limits.often else ""
