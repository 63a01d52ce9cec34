"""How much of a rubric the words of an answer hold, point by point, and what they deny."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bole.measurement.learning.denial import frame_ahead, frame_behind, opposed
from bole.measurement.learning.pieces import pieces, total, weight
from bole.measurement.learning.reading import Part, Reading
from bole.measurement.learning.rubric import Point, Rubric

_DENIED = -0.5  # what a point is worth that the answer denies
_ALIGNED_POINT, _ALIGNED_CLAUSE = 0.45, 0.6  # shared weight from which two texts are about the same thing
_OTHER_NUMBER = 0.5
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_SPELLING = 0.7  # what a misspelt Latin word counts of the right one


@dataclass(frozen=True)
class Match:
    """``coverage``: −.5 (denied) to 1, of words; ``clause``: where, None when nothing is shared."""

    coverage: float
    clause: Part | None
    denied: bool


@dataclass(frozen=True)
class Matches:
    """``recall``: idf-weighted share of all pieces, less half of what is denied; one Match per point."""

    recall: float
    points: tuple[Match, ...]
    denied: float

    def mean(self, rubric: Rubric) -> float:
        """Mean coverage, long points counting more (square root)."""
        size = sum(p.size for p in rubric.points)
        return sum(p.size * m.coverage for p, m in zip(rubric.points, self.points, strict=True)) / (
            size or 1.0
        )


def match(rubric: Rubric, reading: Reading, clauses: Sequence[Part]) -> Matches:
    """Compare the clauses that count with every point."""
    views = [_seen(c, rubric) for c in clauses]
    frames = _framed(reading, clauses)
    denials: set[int] = set()
    found = []
    for point in rubric.points:
        one, denying = _match_point(point, clauses, views, frames)
        found.append(one)
        denials |= denying
    said = frozenset().union(*(v for i, v in enumerate(views) if i not in denials))
    taken_back = frozenset().union(*(views[i] for i in denials)) - said
    mass = rubric.mass or 1.0
    wanted = rubric.weights.keys()
    denied = total(taken_back & wanted, rubric.weights) / mass
    recall = total(said & wanted, rubric.weights) / mass + _DENIED * denied
    return Matches(max(0.0, recall), tuple(found), denied)


def _match_point(
    point: Point, clauses: Sequence[Part], views: Sequence[frozenset[str]], frames: Sequence[bool]
) -> tuple[Match, set[int]]:
    """The point's best place, and the clauses that deny it."""
    wanted = point.weights.keys()
    shares = [total(v & wanted, point.weights) / point.mass if point.mass else 0.0 for v in views]
    denying = {
        i
        for i, share in enumerate(shares)
        if share > 0
        and _aligned(share, views[i], point)
        and frames[i] != opposed(clauses[i].text, _aligned_text(point, clauses[i]))
    }
    plain = [i for i, s in enumerate(shares) if s > 0 and i not in denying]
    together = frozenset().union(*(views[i] for i in plain)) & wanted
    best = max(plain, key=lambda i: (shares[i], -i), default=None)
    worst = max(denying, key=lambda i: (shares[i], -i), default=None)
    coverage = 0.0
    if best is not None:
        whole = total(together, point.weights) / point.mass
        coverage = (0.5 * shares[best] + 0.5 * whole) * _numbers_agree(
            point.text, [clauses[i].text for i in plain]
        )
    if worst is not None and shares[worst] > (shares[best] if best is not None else 0.0):
        return Match(max(-0.5, _DENIED * shares[worst] + 0.3 * coverage), clauses[worst], True), denying
    return Match(min(1.0, coverage), clauses[best] if best is not None else None, False), denying


def _aligned(share: float, view: frozenset[str], point: Point) -> bool:
    if share >= _ALIGNED_POINT:
        return True
    said = total(view, {})
    return said > 1.2 and total(view & point.weights.keys(), {}) >= _ALIGNED_CLAUSE * said and share >= 0.12


def _aligned_text(point: Point, clause: Part) -> str:
    """The clause of a long point that the answer's clause is about."""
    parts = [p for p in re.split(r"[,，:：、;；()（）]", point.text) if p.strip()]
    if len(parts) < 2:
        return point.text
    shared = [total(frozenset(pieces(p)) & clause.pieces, {}) for p in parts]
    top = max(shared)
    kept = [p for p, s in zip(parts, shared, strict=True) if s >= 0.34 * top and s > 0]
    return "，".join(kept) or point.text


def _framed(reading: Reading, clauses: Sequence[Part]) -> list[bool]:
    """Per clause: whether another sentence calls it wrong (twice wrong is right again)."""
    ahead = [s for s in reading.sentences if frame_ahead(s.text)]
    behind = [s for s in reading.sentences if frame_behind(s.text)]
    if not ahead and not behind:
        return [False] * len(clauses)
    return [
        (sum(s.start <= c.start for s in ahead) + sum(s.start > c.start for s in behind)) % 2 == 1
        for c in clauses
    ]


def _numbers_agree(point: str, clauses: Sequence[str]) -> float:
    """Half when the point names numbers, the answer names numbers there, and none is the same."""
    wanted = set(_NUMBER.findall(point))
    if not wanted:
        return 1.0
    said = {n for c in clauses for n in _NUMBER.findall(c)}
    return _OTHER_NUMBER if said and not said & wanted else 1.0


def _seen(clause: Part, rubric: Rubric) -> frozenset[str]:
    """The pieces of a clause; a misspelt long Latin word also as the rubric's word it must be."""
    extra = set()
    for piece in clause.pieces:
        if piece.isascii() and len(piece) >= 6 and piece not in rubric.weights and weight(piece) >= 1.0:
            near = _spelt(piece, tuple(sorted(rubric.weights)))
            if near:
                extra.add(near)
    return clause.pieces | extra


def _spelt(word: str, wanted: tuple[str, ...]) -> str | None:
    pairs = {word[i : i + 2] for i in range(len(word) - 1)}
    for other in wanted:
        if other.isascii() and other[0] == word[0] and abs(len(other) - len(word)) <= 2 and len(other) >= 5:
            theirs = {other[i : i + 2] for i in range(len(other) - 1)}
            if 2 * len(pairs & theirs) >= _SPELLING * (len(pairs) + len(theirs)):
                return other
    return None
