"""Two things compared the wrong way round: what the rubric says of one is said of the other.

Words alone do not show it, since all of them are right. Where a question compares things by name, each part
of the rubric tells of the one it names first, or of the one before; so does each clause of an answer. Only
who says both of the wrong one has mixed them up: one clause may tell of something the rubric leaves out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bole.measurement.learning.reading import Part
from bole.measurement.negation.denial import compares, denies
from bole.measurement.text.pieces import is_small, pieces, total, weight

_PART = "，,：:、;；。."
_MUCH, _LITTLE = (
    0.55,
    0.4,
)  # share of a part that is said of the wrong thing; what the right one may share of it
_LEAST = 2.0  # weight of shared pieces below which nothing is told


@dataclass(frozen=True)
class _Told:
    """One part of a rubric: the thing it is about, and what it says of it."""

    point: int
    about: str
    said: frozenset[str]


def crossed(question: str, points: tuple[str, ...], clauses: Sequence[Part]) -> dict[int, frozenset[int]]:
    """Clause → the points it says of the wrong one of the things compared."""
    told = _told(question, points)
    things = frozenset(t.about for t in told)
    asked = _asked(question)
    found: dict[int, frozenset[int]] = {}
    mixed: set[str] = set()
    if not told:
        return found
    for index, clause in enumerate(clauses):
        named = list(dict.fromkeys(p for p in pieces(clause.text) if p in asked))
        if not named or (things - {named[0]}) & set(named) or denies(clause.text):
            continue
        shares = [(_share(clause.pieces - asked, t.said), t) for t in told]
        own = max((share for share, t in shares if t.about == named[0]), default=0.0)
        wrong = [(share, t) for share, t in shares if t.about != named[0] and share >= _MUCH]
        if wrong and own <= _LITTLE * max(share for share, _ in wrong):
            found[index] = frozenset(t.point for _, t in wrong)
            mixed.add(named[0])
    return found if len(mixed) > 1 else {}


def _share(said: frozenset[str], wanted: frozenset[str]) -> float:
    common = total(said & wanted, {})
    return common / total(wanted, {}) if common >= _LEAST else 0.0


@lru_cache(maxsize=512)
def _asked(question: str) -> frozenset[str]:
    if not compares(question):
        return frozenset()
    return frozenset(p for p in pieces(question) if weight(p) >= 1.0)


@lru_cache(maxsize=512)
def _told(question: str, points: tuple[str, ...]) -> tuple[_Told, ...]:
    asked = _asked(question)
    if not asked:
        return ()
    found = []
    for number, point in enumerate(points):
        about = ""
        for part in "".join("\n" if c in _PART else c for c in point).split("\n"):
            here = pieces(part)
            about = next((p for p in here if p in asked), about)
            said = frozenset(p for p in here if p not in asked and not is_small(p))
            if about and said:
                found.append(_Told(number, about, said))
    return tuple(found)
