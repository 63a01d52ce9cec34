"""Whether the rubric's words come in the company they have there, or strewn over the text.

Who answers a point says some of its words side by side before turning to the next. Who strews keywords, into
frames, into gibberish or one after another, jumps from point to point with nearly every word, as often as
chance would. Both are counted; nothing here knows a wording.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from bole.measurement.learning.reading import Part
from bole.measurement.learning.rubric import Rubric
from bole.measurement.learning.sense import Senses, content_words

_PART = re.compile(r"[,，。;；:：、()（）!！?？\n]|\s[-–—]\s|\.\s")
_WINDOW = 5  # words of a long stretch without punctuation that keep company
_COMPANY = 2  # words of a part from which its words keep company at all
_PLACES = 2  # words that stand in more places of the rubric tell nothing of order
_FREE, _FULL = 0.65, 0.85  # jumps as a share of chance's that are nothing, and that are all strewn
_LEAST, _ENOUGH = 2.5, 5.5  # moves from which they tell a little, and wholly
_LEAST_FRAMED = 3.0
_FOREIGN, _AT_HOME = 0.6, 0.65  # nearness of the answer's own words to the subject: none of it, and of it
_LEAST_OWN, _ENOUGH_OWN = 2, 6  # own words that can tell
_FRAMED = 0.5  # share of jumps that is too much where the own words are foreign
_SINGLE = 0.75  # what a move between clauses counts of one within a clause

Places = tuple[int, ...]


def strewn(clauses: Sequence[Part], rubric: Rubric, senses: Senses) -> float:
    """0 (the words keep the rubric's company) to 1 (they jump about as by chance, or they jump and the words
    between them have nothing to do with the subject)."""
    places = _places(tuple(p.text for p in rubric.points), rubric.question)
    told: list[list[Places]] = []
    seen: set[str] = set()
    for clause in clauses:
        words = [w for w in dict.fromkeys(content_words(clause.text)) if w in places and w not in seen]
        seen.update(words)
        told.append([places[w] for w in words])
    moves, jumps = _moves([t for t in told if t])
    if moves <= _LEAST:
        return 0.0
    share = jumps / (moves * _by_chance([p for t in told for p in t]))
    alone = ramp(moves, _LEAST, _ENOUGH) * ramp(share, _FREE, _FULL)
    foreign = 1 - ramp(senses.own, _FOREIGN, _AT_HOME)
    framed = foreign * ramp(senses.count, _LEAST_OWN, _ENOUGH_OWN) * ramp(share, _FRAMED, _FULL)
    return max(alone, framed * (moves >= _LEAST_FRAMED))


def ramp(value: float, low: float, high: float) -> float:
    """0 up to ``low``, 1 from ``high``, straight between."""
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _moves(told: Sequence[Sequence[Places]]) -> tuple[float, float]:
    """Moves from word to word, and those that neither stay in a part nor go on to the next one. Between
    clauses only a clause of one word moves: to turn to the next point in a new clause is no jump."""
    moves = jumps = 0.0
    at: int | None = None
    for clause in told:
        if len(clause) == 1:
            options = clause[0]
            if at is not None:
                moves += _SINGLE
                jumps += _SINGLE * all(abs(place - at) > 1 for place in options)
            at = min(options, key=lambda place: (abs(place - (at or 0)), place))
            continue
        at = clause[0][0]
        for options in clause[1:]:
            moves += 1
            if at not in options and at + 1 not in options:
                jumps += 1
            at = _next(at, options)
    return moves, jumps


def _next(at: int, options: Places) -> int:
    if at in options:
        return at
    return min(options, key=lambda place: (place != at + 1, abs(place - at), place))


def _by_chance(said: Sequence[Places]) -> float:
    """The share of jumps when the same words stand in any order."""
    counts: dict[int, float] = {}
    for options in said:
        for place in options:
            counts[place] = counts.get(place, 0.0) + 1 / len(options)
    pairs = len(said) * (len(said) - 1)
    stay = sum(c * (c - 1) for c in counts.values()) / pairs
    following = sum(c * counts.get(place + 1, 0.0) for place, c in counts.items()) / pairs
    return max(0.05, 1 - stay - following)


@lru_cache(maxsize=512)
def _places(points: tuple[str, ...], question: str) -> Mapping[str, tuple[int, ...]]:
    """Word → the parts of the rubric it stands in."""
    given = frozenset(content_words(question))
    found: dict[str, list[int]] = {}
    number = 0
    for point in points:
        for part in _PART.split(point):
            words = [w for w in content_words(part) if w not in given]
            if len(words) < _COMPANY:
                continue
            for start in range(0, len(words), _WINDOW):
                for word in dict.fromkeys(words[start : start + _WINDOW]):
                    found.setdefault(word, []).append(number)
                number += 1
    return {word: tuple(parts) for word, parts in found.items() if len(parts) <= _PLACES}
