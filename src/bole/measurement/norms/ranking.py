"""Order without false precision: who cannot be told apart shares a rank."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal

_CRITICAL = Decimal("1.96") * Decimal(2).sqrt()


@dataclass(frozen=True, slots=True)
class Scored:
    """A person's total with its standard error; either may be missing."""

    key: Hashable
    total: Decimal | None
    sem: Decimal | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands among ``of``.

    ``rank`` is shared by the whole band (1, 1, 1, 4 …); ``tied`` when the band holds somebody else too.
    ``best`` and ``worst`` are the ranks the errors leave open: one more than the people surely above, and all
    but those surely below.
    """

    key: Hashable
    rank: int
    tied: bool
    best: int
    worst: int
    of: int


def tied(
    total: Decimal | None, sem: Decimal | None, other: Decimal | None, other_sem: Decimal | None
) -> bool:
    """并列: the totals differ by less than 1.96 · SEM · √2, with the larger of the two errors (science.md
    §2). False when a total or an error is missing."""
    if total is None or other is None or sem is None or other_sem is None:
        return False
    return abs(total - other) < _CRITICAL * max(sem, other_sem)


def standings(people: Sequence[Scored]) -> list[Standing]:
    """Ranks in bands, best first; people without a total are left out.

    Fixed bands from the top (Cascio, Outtz, Zedeck & Goldstein 1991): the best person opens a band, everybody
    down to the first who differs from *him* by more than chance belongs to it, and that one opens the next.
    Two neighbours on either side of an edge may be tied with each other; ``best`` and ``worst``, from all
    pairs (Goldstein & Spiegelhalter 1996), show it. Equal totals always share a band.
    """
    order = sorted((p for p in people if p.total is not None), key=_from_the_top, reverse=True)
    found: list[Standing] = []
    start = 0
    while start < len(order):
        end = _end_of_band(order, start)
        for person in order[start:end]:
            best, worst = _open_ranks(order, person)
            found.append(Standing(person.key, start + 1, end - start > 1, best, worst, len(order)))
        start = end
    return found


def _from_the_top(person: Scored) -> tuple[Decimal, Decimal]:
    """Of equal totals the least certain opens the band: the order of the input decides nothing."""
    return person.total or Decimal(0), Decimal(-1) if person.sem is None else person.sem


def _end_of_band(order: Sequence[Scored], start: int) -> int:
    end = start + 1
    while end < len(order) and (_alike(order[start], order[end]) or order[end].total == order[end - 1].total):
        end += 1
    return end


def _alike(one: Scored, other: Scored) -> bool:
    return one.total == other.total or tied(one.total, one.sem, other.total, other.sem)


def _open_ranks(order: Sequence[Scored], person: Scored) -> tuple[int, int]:
    apart = [other for other in order if not _alike(person, other)]
    assert person.total is not None
    above = sum(other.total > person.total for other in apart if other.total is not None)
    return 1 + above, len(order) - (len(apart) - above)
