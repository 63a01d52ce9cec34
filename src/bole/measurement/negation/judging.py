"""The door: how a clause stands to a statement."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from bole.measurement.negation.clauses import Clause, clauses_of, denials
from bole.measurement.negation.topics import sides
from bole.measurement.text.grams import gram_weight, grams

Relation = Literal["same", "opposed", "open"]
Kind = Literal["negation", "contradiction"]

_ALIKE = 0.6  # weighted share of the denied words that must be found on the other side
_LITTLE = 0.5  # weight below which words are too few to be compared
_MODAL_ZH = re.compile(
    r"从来|绝对|一定|必须|任何时候|总是|一直|一般|通常|其实|有时候?|完全|根本|应该|可以|需要|最后|"
    r"还是|都会|我们?|(?<![开机晚例晨夕年])会(?![议计员场长])|要(?![求])|能(?![力])|也|就|都|"
    r"(?<![觉获取])得|必"
)
_MODAL_EN = re.compile(
    r"\b(?:always|usually|never|ever|every|any|really|must|has to|have to|should|would|will|can|"
    r"may|might|need(?:s)?|"
    r"there|actually|first|then|no matter who it is)\b"
)
_BRIEF = 4  # characters between two denials of one list
_BESIDE = {"zh": re.compile(r"也|且|又|和|、"), "en": re.compile(r"\b(?:and|or|nor)\b")}
_GOVERNED = re.compile(r"就|才|也|反而|还是|\bbut\b|\bso\b|\bonly\b")  # where what a denial governs ends
_PERSON = re.compile(r"客户|顾客|老人家?|阿姨|大爷|对方|人家|她|他们")  # people a pronoun may stand for
_DOUBLED = re.compile(r"得?(.)\1(.)\2")  # 写得清清楚楚 = 写清楚
_MORE_ZH = re.compile(
    r"(?P<a>[\u4e00-\u9fff]{2,8}?)(?P<how>比|没有)(?P<b>[\u4e00-\u9fff]{2,8}?)(?:更|"
    r"还)?(?P<what>重要|优先|要紧|大|多|好)"
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """``relation`` of clause to statement; ``topic`` is the norm it rests on, or None where the words did;
    ``overlap`` 0–1 is the weighted share of words in common."""

    relation: Relation
    kind: Kind | None
    topic: str | None
    overlap: float


_OPEN = Judgement("open", None, None, 0.0)


@lru_cache(maxsize=50_000)
def judge(statement: str, clause: str, language: str) -> Judgement:
    """How ``clause`` stands to ``statement``, both by one speaker (or: a reference and an answer).

    Both are raw text of a clause or a sentence; ``language`` is "zh" or "en". The strongest finding wins:
    words denied, then norms on both sides, then words shared.
    """
    held = [c for c in clauses_of(statement, language) if c.stance in ("own", "supposed", "other")]
    said = [c for c in clauses_of(clause, language) if _stands(c)]
    best = _OPEN
    for one in held:
        for two in said:
            found = _pair(one, two, language)
            if _rank(found) > _rank(best):
                best = found
    return best


def _stands(clause: Clause) -> bool:
    """Whether the speaker stands by a clause: what follows from a met condition breaks no rule."""
    return clause.stance == "own" and clause.condition != "met"


def _rank(found: Judgement) -> tuple[int, float]:
    return ({"open": 0, "same": 1, "opposed": 2}[found.relation], found.overlap)


def _pair(one: Clause, two: Clause, language: str) -> Judgement:
    swapped = _swapped(one.text, two.text) if language == "zh" else None
    if swapped is not None:
        return Judgement("opposed" if swapped else "same", "negation" if swapped else None, None, 1.0)
    overlap, same_sign = _worded(one, two, language)
    if overlap >= _ALIKE and not same_sign:
        return Judgement("opposed", "negation", None, round(overlap, 3))
    theirs = {s.topic: s for s in sides(one, language)}
    for side in sides(two, language):
        other = theirs.get(side.topic)
        if other is not None and other.sign != side.sign:
            kind: Kind = "negation" if side.denied and overlap >= _ALIKE else "contradiction"
            return Judgement("opposed", kind, side.topic, round(overlap, 3))
    common = next((s.topic for s in sides(two, language) if s.topic in theirs), None)
    if common or overlap >= _ALIKE:
        return Judgement("same", None, common, round(overlap, 3))
    return _OPEN


def _worded(one: Clause, two: Clause, language: str) -> tuple[float, bool]:
    """``(share of words in common, same sign)``. Where one of two clauses is denied, what counts is whether
    the words its denial governs are found in the other."""
    first, second = _scope(one, language), _scope(two, language)
    same = (first[1] == second[1]) != (one.turned != two.turned)
    if same:
        narrow, wide = sorted((first[0], second[0]), key=_weight)
    elif first[1]:
        narrow, wide = first[0], _all(two.text, language)
    else:
        narrow, wide = second[0], _all(one.text, language)
    whole = _weight(narrow)
    if whole < _LITTLE:
        return 0.0, same
    return _weight(narrow & wide) / whole, same


def _scope(clause: Clause, language: str) -> tuple[frozenset[str], bool]:
    """``(pieces of what is said, denied)``: after a denial only what it governs."""
    found = denials(clause.text, language)
    denied = _times(clause.text, found, language) % 2 == 1
    if denied:
        tail = _GOVERNED.split(clause.text[found[-1][1] :])[0]
        pieces = _all(tail, language)
        if _weight(pieces) >= _LITTLE:
            return pieces, True
    return _all(clause.text, language), denied


def _times(text: str, found: list[tuple[int, int]], language: str) -> int:
    """How often a clause denies: denials side by side ("not a deposit and not guaranteed", 不保本不保息) deny
    once, they do not cancel each other."""
    side_by_side = 0
    for (low, high), (start, stop) in pairwise(found):
        between = text[high:start]
        again = text[low:high] == text[start:stop] and 0 < len(between) <= _BRIEF and "的" not in between
        side_by_side += (language == "zh" and again) or bool(_BESIDE[language].search(between))
    return len(found) - side_by_side


@lru_cache(maxsize=20_000)
def _all(text: str, language: str) -> frozenset[str]:
    """Pieces of a text without denials and modal words."""
    left = list(text)
    for low, high in denials(text, language):
        left[low:high] = "，" * (high - low)
    modal = _MODAL_ZH if language == "zh" else _MODAL_EN
    plain = "".join(left)
    if language != "zh":
        return grams(modal.sub(" ", plain), language)
    plain = modal.sub("，", _DOUBLED.sub(r"\1\2", _PERSON.sub("他", plain)))
    return frozenset().union(*(grams(piece, language) for piece in plain.split("，")))


def _weight(pieces: frozenset[str]) -> float:
    return sum(map(gram_weight, pieces))


def _swapped(one: str, two: str) -> bool | None:
    """Comparisons: "A weighs more than B" against "B weighs more than A"; None where there are no two."""
    first, second = _more(one), _more(two)
    if first is None or second is None or first[2] != second[2]:
        return None
    if _close(first[0], second[1]) and _close(first[1], second[0]):
        return True
    return False if _close(first[0], second[0]) and _close(first[1], second[1]) else None


def _more(text: str) -> tuple[str, str, str] | None:
    match = _MORE_ZH.search(text)
    if match is None:
        return None
    a, b = match["a"], match["b"]
    return (a, b, match["what"]) if match["how"] == "比" else (b, a, match["what"])


def _close(a: str, b: str) -> bool:
    one, two = set(a) - set("的我"), set(b) - set("的我")
    return len(one & two) * 2 >= max(1, min(len(one), len(two)) * 2 - 1)
