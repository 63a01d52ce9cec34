"""When a question should rest, and how often the bank looks at all of them. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from bole.kernel.errors import InvalidError

SPANS = {
    "window_days": (7, 366),
    "often": (5, 100_000),
    "copies": (2, 1000),
    "copy_percent": (1, 100),
    "few": (5, 1000),
    "review_months": (1, 24),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """``often``: showings within ``window_days`` from which on another question is suggested; ``copies``:
    near-copies within that time from which on the same, where they are ``copy_percent`` of the showings or
    the showings are fewer than ``few``; ``review_months``: how long after one review the next is due."""

    window_days: int = 90
    often: int = 300
    copies: int = 3
    copy_percent: int = 5
    few: int = 50
    review_months: int = 3

    def __post_init__(self) -> None:
        """Raises InvalidError by field for a number that cannot be."""
        wrong = [name for name, (low, high) in SPANS.items() if not low <= getattr(self, name) <= high]
        if wrong:
            raise InvalidError(
                "these limits cannot be", code="limits_invalid", fields=dict.fromkeys(wrong, "out_of_range")
            )

    @property
    def window(self) -> timedelta:
        """The time that counts as lately."""
        return timedelta(days=self.window_days)

    def due_after(self, held: date) -> date:
        """When the review after this one is due: the same day so many months on, or that month's last."""
        months = held.month - 1 + self.review_months
        year, month = held.year + months // 12, months % 12 + 1
        after = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return date(year, month, min(held.day, after.day))
