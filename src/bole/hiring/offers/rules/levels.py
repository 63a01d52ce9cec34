"""Who has to sign an offer before the candidate sees it, and where it stands in its band."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from bole.kernel.errors import DeniedError

BRANCH, HEAD, HEAD_AGAIN = "branch", "head", "head_again"


@dataclass(frozen=True, slots=True)
class Limits:
    """Fen a year: up to ``branch`` one signature is enough, above ``head`` head office signs twice."""

    branch: int
    head: int


@dataclass(frozen=True, slots=True)
class Band:
    """Fixed pay a month in fen for one grade; ``number`` 0 is the library's example."""

    grade: str
    low: int
    high: int
    number: int = 0
    confirmed: bool = False

    def place(self, monthly: int) -> float:
        """0 at the low end, 1 at the high end; below 0 and above 1 outside."""
        width = self.high - self.low
        return (monthly - self.low) / width if width else float(monthly > self.high)

    def holds(self, monthly: int) -> bool:
        """Whether the pay lies in it, both ends included."""
        return self.low <= monthly <= self.high


def needed(*, monthly: int, yearly: int, band: Band | None, limits: Limits) -> list[str]:
    """The levels to be signed, in order. ``yearly`` is the target; without a band head office signs too."""
    outside = band is None or not band.holds(monthly)
    if yearly > limits.head:
        return [BRANCH, HEAD, HEAD_AGAIN]
    return [BRANCH, HEAD] if outside or yearly > limits.branch else [BRANCH]


def check_signer(who: UUID, *, writers: Collection[UUID], signed: Collection[UUID]) -> None:
    """DeniedError when the same person wrote these terms or signed them at another level."""
    if who in writers:
        raise DeniedError("who wrote the terms does not sign them", code="second_person_needed")
    if who in signed:
        raise DeniedError("every level needs another person", code="another_person_needed")


def next_level(levels: Sequence[str], signed: int) -> str | None:
    """The level that is still missing; None when all have signed."""
    return levels[signed] if signed < len(levels) else None


def placed(score: float | None, places: Sequence[tuple[float, int]]) -> int:
    """Per cent of the way up the band for a score; without a score the lowest line's."""
    reached = [percent for start, percent in places if score is not None and score >= start]
    return reached[-1] if reached else places[0][1]


def amount_at(band: Band, percent: int) -> int:
    """So far up the band, rounded to whole 100 yuan."""
    exact = band.low + (band.high - band.low) * percent // 100
    return (exact + 5_000) // 10_000 * 10_000
