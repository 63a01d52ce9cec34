"""Many ratings of many people by raters who change from person to person: the arrays the figures start from.

A *cell* is one person's competency; two raters in one cell rated the same thing.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bole.measurement.reliability.tables import Floats

Ints = NDArray[np.int64]
Row = tuple[Hashable, Hashable, Hashable, float, int]  # person, competency, rater, score, level


@dataclass(frozen=True, slots=True)
class Ratings:
    """One place per rating in every array; ``people``, ``items`` and ``raters`` are the names of the
    numbers."""

    person: Ints
    item: Ints
    rater: Ints
    score: Floats
    level: Ints
    cell: Ints
    people: Sequence[Any]
    items: Sequence[Any]
    raters: Sequence[Any]

    def __len__(self) -> int:
        return len(self.score)

    def only(self, mask: NDArray[np.bool_]) -> "Ratings":
        """The ratings under the mask; people and cells without one go."""
        (people, person), (items, item), (raters, rater) = (
            _kept(names, numbers[mask])
            for names, numbers in (
                (self.people, self.person), (self.items, self.item), (self.raters, self.rater),
            )
        )  # fmt: skip
        return _made(person, item, rater, self.score[mask], self.level[mask], (people, items, raters))


def ratings(rows: Iterable[Row]) -> Ratings:
    """The rows as arrays; raters, people and competencies in the order in which they first come."""
    columns: list[tuple[Any, ...]] = list(zip(*rows, strict=True)) or [()] * 5
    person, item, rater, score, level = columns
    (people, of_person), (items, of_item), (raters, of_rater) = map(_names, (person, item, rater))
    names = (people, items, raters)
    levels = np.array(level, dtype=np.int64)
    return _made(of_person, of_item, of_rater, np.array(score, dtype=float), levels, names)


def together(found: Ratings) -> NDArray[np.bool_]:
    """Ratings whose cell somebody else rated too."""
    shared: NDArray[np.bool_] = np.bincount(found.cell, minlength=1)[found.cell] > 1
    return shared


def pairs_within(groups: Ints) -> tuple[Ints, Ints]:
    """Places of every two members of one group, each two once; groups hold a handful."""
    order = np.argsort(groups, kind="stable")
    ordered, left, right = groups[order], [], []
    apart = 1
    while True:
        same = ordered[apart:] == ordered[:-apart] if apart < len(ordered) else np.zeros(0, dtype=bool)
        if not same.any():
            break
        left.append(order[:-apart][same])
        right.append(order[apart:][same])
        apart += 1
    if not left:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return np.concatenate(left), np.concatenate(right)


def _made(
    person: Ints, item: Ints, rater: Ints, score: Floats, level: Ints, names: tuple[list[Any], ...]
) -> Ratings:
    people, items, raters = names
    _, cell = np.unique(person * max(1, len(items)) + item, return_inverse=True)
    cells = cell.ravel().astype(np.int64)
    return Ratings(person, item, rater, score, level, cells, people, items, raters)


def _kept(names: Sequence[Any], numbers: Ints) -> tuple[list[Any], Ints]:
    """The names that are left, numbered anew."""
    left, fresh = np.unique(numbers, return_inverse=True)
    return [names[number] for number in left], fresh.ravel().astype(np.int64)


def _names(values: Sequence[Any]) -> tuple[list[Any], Ints]:
    known: dict[Any, int] = {}
    numbers = np.fromiter((known.setdefault(value, len(known)) for value in values), np.int64, len(values))
    return list(known), numbers
