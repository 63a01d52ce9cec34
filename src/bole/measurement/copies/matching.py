"""How much of an answer stands, nearly word for word, in another text."""

from collections.abc import Iterable
from dataclasses import dataclass

from bole.measurement.copies.shingles import Pieces, pieces

SHARE = 0.5  # of the answer's letters
LEAST = {4: 60, 14: 240}  # letters that must match, by length of a shingle: zh, en
HOLE = {4: 6, 14: 16}  # letters misheard between two matching stretches that still belong together
SHORTEST = {4: 8, 14: 28}  # letters of a stretch that is shown


@dataclass(frozen=True, slots=True)
class Match:
    """``share`` of the answer's letters, ``letters`` how many; ``spans`` places in the answer's own text."""

    share: float
    letters: int
    spans: tuple[tuple[int, int], ...]

    @property
    def near_copy(self) -> bool:
        """Whether a person should see it. The numbers are a convention, see docs/explanation/integrity.md."""
        return bool(self.spans) and self.share >= SHARE


def match(answer: str, other: str, *, common: Iterable[str] = ()) -> Match:
    """Compare; what also stands in ``common`` (the question itself) is nobody's and counts for nothing."""
    own, theirs = pieces(answer), pieces(other)
    ours: set[int] = set()
    for text in common:
        ours |= pieces(text).set
    shared = (theirs.set - ours) if own.length == theirs.length else frozenset()
    covered = _covered(own, shared)
    stretches = _stretches(covered, HOLE[own.length], SHORTEST[own.length])
    letters = sum(covered[a:b].count(True) for a, b in stretches)
    total = max(1, len(own.letters))
    spans = tuple((own.letters[a][0], own.letters[b - 1][1]) for a, b in stretches)
    enough = letters >= LEAST[own.length]
    return Match(round(letters / total, 4), letters, spans if enough else ())


def _covered(own: Pieces, shared: Iterable[int]) -> list[bool]:
    wanted = set(shared)
    covered = [False] * len(own.letters)
    for i, shingle in enumerate(own.hashes):
        if shingle in wanted:
            covered[i : i + own.length] = [True] * own.length
    return covered


def _stretches(covered: list[bool], hole: int, shortest: int) -> list[tuple[int, int]]:
    """Runs of covered letters, joined over small holes, without crumbs."""
    found: list[tuple[int, int]] = []
    start = None
    for i, hit in enumerate([*covered, False]):
        if hit and start is None:
            start = i
        elif not hit and start is not None:
            if found and start - found[-1][1] <= hole:
                found[-1] = (found[-1][0], i)
            else:
                found.append((start, i))
            start = None
    return [(a, b) for a, b in found if b - a >= shortest]
