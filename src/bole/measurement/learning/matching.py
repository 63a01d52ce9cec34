"""How much of a rubric the words of an answer hold, point by point, and what they deny."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bole.measurement.learning.crossing import crossed
from bole.measurement.learning.reading import Part, Reading
from bole.measurement.learning.rubric import Point, Rubric
from bole.measurement.negation.denial import (
    about_another,
    asks_what_is_forbidden,
    denies,
    frame_ahead,
    frame_behind,
    inherited,
    keeps_off,
    only_a_case,
    opposed,
    permits,
    shrinks_from,
    without_case,
)
from bole.measurement.negation.judging import judge
from bole.measurement.text.pieces import chance, is_small, pieces, tokens, total, weight

_DENIED = -0.5  # what a point is worth that the answer denies
_ALIGNED_POINT, _ALIGNED_CLAUSE = 0.45, 0.5  # shared weight from which two texts are about the same thing
_LEAST_SHARED = 1.5  # weight of shared pieces below which nothing is about anything
_PART = re.compile(r"[,，:：、;；]")
_ITEM = re.compile(r"、|\s(?=(?:and|if|when|because|so|unless|until|while|then|which)\b)")
_PART_ABOUT = 0.34
_MOST_ABOUT = 0.8
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
    """``recall``: weighted share of all pieces, less half of what is denied; ``loose``: of single
    characters and words in any order; one Match per point."""

    recall: float
    loose: float
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
    shares = [[_share(v, p) for v in views] for p in rubric.points]
    denials = _denials(rubric, reading, clauses, views)
    found = tuple(_match_point(j, rubric, clauses, views, shares[j], denials) for j in range(len(shares)))
    said = frozenset().union(*(v for i, v in enumerate(views) if i not in denials))
    taken_back = frozenset().union(*(views[i] for i in denials)) - said
    wanted = rubric.weights.keys()
    mass = rubric.mass or 1.0
    denied = total(taken_back & wanted, rubric.weights) / mass
    recall = total(said & wanted, rubric.weights) / mass + _DENIED * denied
    return Matches(max(0.0, recall), _loose(rubric, clauses, denials), found, denied)


def _share(view: frozenset[str], point: Point) -> float:
    return total(view & point.weights.keys(), point.weights) / point.mass if point.mass else 0.0


def _loose(rubric: Rubric, clauses: Sequence[Part], denials: Mapping[int, frozenset[int]]) -> float:
    """Share of the rubric's single characters and words, in any order, in clauses that deny nothing, less
    what talk of this length would hold by chance."""
    said = {t for i, c in enumerate(clauses) if i not in denials for t in tokens(c.text)}
    wanted = rubric.loose
    others = sum(t not in wanted and not is_small(t) for t in said)
    found = 0.0
    for token, value in wanted.items():
        by_chance = chance(token, others)
        found += value * ((token in said) - by_chance) / (1 - by_chance)
    return max(0.0, found / (sum(wanted.values()) or 1.0))


def _denials(
    rubric: Rubric,
    reading: Reading,
    clauses: Sequence[Part],
    views: Sequence[frozenset[str]],
) -> dict[int, frozenset[int]]:
    """Clause → the points it denies. A clause is held against the points it is most about, and denies them
    only when it takes the side of none of these."""
    frames = _framed(reading, clauses)
    found = crossed(rubric.question, tuple(p.text for p in rubric.points), clauses)
    for i, clause in enumerate(clauses):
        common = [total(views[i] & p.weights.keys(), p.weights) for p in rubric.points]
        about = [
            j
            for j, point in enumerate(rubric.points)
            if common[j] >= _MOST_ABOUT * max(common) > 0 and _aligned(clause, views[i], point)
        ]
        sides = [frames[i] != _contrary(clause, rubric.points[j], rubric, reading.language) for j in about]
        if sides and all(sides):
            found[i] = frozenset(about) | found.get(i, frozenset())
    return found


def _contrary(clause: Part, point: Point, rubric: Rubric, language: str) -> bool:
    if clause.text in point.text or only_a_case(clause.text):
        return False
    if asks_what_is_forbidden(rubric.question) and not denies(point.text):
        return permits(clause.text)
    parts = _aligned_parts(point, clause, rubric.question_pieces)
    return any(_against(without_case(part), clause, rubric, language) for part in parts)


def _against(near: str, clause: Part, rubric: Rubric, language: str) -> bool:
    """Whether what a clause says of one part of a point is the contrary of it."""
    said = without_case(_nearest(_ITEM.split(clause.text), frozenset(pieces(near)), clause.text))
    if about_another(rubric.question, near, said) or shrinks_from(said, near):
        return False
    if opposed(said, near):
        return True
    same_side = (keeps_off(said) and keeps_off(near)) or (denies(said) and denies(near))
    return not same_side and judge(near, said, language).relation == "opposed"


def _match_point(
    number: int,
    rubric: Rubric,
    clauses: Sequence[Part],
    views: Sequence[frozenset[str]],
    shares: Sequence[float],
    denials: Mapping[int, frozenset[int]],
) -> Match:
    """The point's best place, or the clause that denies it."""
    point = rubric.points[number]
    plain = [i for i, share in enumerate(shares) if share > 0 and i not in denials]
    best = max(plain, key=lambda i: (shares[i], -i), default=None)
    worst = max((i for i in denials if number in denials[i]), key=lambda i: (shares[i], -i), default=None)
    coverage = 0.0
    if best is not None:
        together = _share(frozenset().union(*(views[i] for i in plain)), point)
        coverage = (
            (shares[best] + together) / 2 * _numbers_agree(point.text, [clauses[i].text for i in plain])
        )
    if worst is not None and shares[worst] > (shares[best] if best is not None else 0.0):
        return Match(max(_DENIED, _DENIED * shares[worst] + 0.3 * coverage), clauses[worst], True)
    return Match(min(1.0, coverage), clauses[best] if best is not None else None, False)


def _aligned(clause: Part, view: frozenset[str], point: Point) -> bool:
    """Whether a clause is about a point: it holds much of one of its clauses, or hardly anything else."""
    shared = view & point.weights.keys()
    common = total(shared, point.weights)
    if common < _LEAST_SHARED * min(1.0, point.mass):
        return False
    if common >= _ALIGNED_POINT * point.mass or common >= _ALIGNED_CLAUSE * total(view, {}):
        return True
    near = frozenset(pieces(_aligned_text(point, clause, frozenset()))) & point.weights.keys()
    return total(shared & near, point.weights) >= _ALIGNED_POINT * total(near, point.weights) > 0


def _aligned_text(point: Point, clause: Part, asked: frozenset[str]) -> str:
    """The clauses of a long point that the answer's clause is about, in one."""
    return "，".join(_aligned_parts(point, clause, asked))


def _aligned_parts(point: Point, clause: Part, asked: frozenset[str]) -> list[str]:
    """The clauses of a long point that the answer's clause is about. Where the point tells of two things the
    question asks about (``asked``), those of the thing the clause tells of."""
    parts = [p for p in _PART.split(point.text) if p.strip()]
    if len(parts) < 2:
        return [point.text]
    named = [asked & clause.pieces & frozenset(pieces(p)) for p in parts]
    if any(named) and not all(named):
        parts = [p for p, n in zip(parts, named, strict=True) if n]
    return _nearest_parts(parts, clause.pieces) or [point.text]


def _nearest(parts: Sequence[str], wanted: frozenset[str], whole: str) -> str:
    """Those parts of a text that share most with ``wanted``; ``whole`` where none shares anything."""
    return "，".join(_nearest_parts(parts, wanted)) or whole


def _nearest_parts(parts: Sequence[str], wanted: frozenset[str]) -> list[str]:
    shared = [total(frozenset(pieces(p)) & wanted, {}) for p in parts]
    top = max(shared)
    return [p for p, s in zip(parts, shared, strict=True) if s >= _PART_ABOUT * top and s > 0]


def _framed(reading: Reading, clauses: Sequence[Part]) -> list[bool]:
    """Per clause: whether words outside it call it wrong (twice wrong is right again)."""
    ahead = [s for s in reading.sentences if frame_ahead(s.text)]
    behind = [s for s in reading.sentences if frame_behind(s.text)]
    governed: set[Part] = set()
    for sentence in reading.sentences:
        flags = inherited([c.text for c in sentence.clauses])
        governed.update(c for c, flag in zip(sentence.clauses, flags, strict=True) if flag)
    return [
        (sum(s.start <= c.start for s in ahead) + sum(s.start > c.start for s in behind) + (c in governed))
        % 2
        == 1
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
