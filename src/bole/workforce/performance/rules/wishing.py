"""Kinds of work an employee said he likes (R92): his own stated preference, and what he reported if he
allows it.

No measure of personality and no prediction: it puts his own answers in order and says which they were. It
has no threshold, compares him with nobody, and is read by nobody but him.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

LIKES: Final = 4  # from this answer on a statement is named as a reason
MOST: Final = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """1 (not at all) to 5 (very much) to one statement about a kind of work."""

    kind: str
    key: str
    value: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A kind of work with the statements he agreed to; ``reached``: share of its targets in his reports."""

    kind: str
    liked: tuple[str, ...]
    mean: float
    reached: float | None


def suggest(
    answers: Sequence[Answer], reports: Mapping[str, Sequence[str]], reached: Mapping[str, float]
) -> list[Suggestion]:
    """The kinds he likes most, at most two; none he did not agree to. Equal ones keep the order of the
    file."""
    found = []
    for kind, tasks in reports.items():
        mine = [one for one in answers if one.kind == kind]
        liked = tuple(one.key for one in mine if one.value >= LIKES)
        if not liked:
            continue
        shares = [reached[task] for task in tasks if task in reached]
        mean = sum(one.value for one in mine) / len(mine)
        found.append(Suggestion(kind, liked, mean, sum(shares) / len(shares) if shares else None))
    return sorted(found, key=lambda one: -one.mean)[:MOST]
