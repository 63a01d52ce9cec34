"""Cut what was said into clauses and sentence-like units, also where the recogniser wrote no punctuation."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bole.measurement.text.normalise import Normal

_HARD = re.compile(r"[。！？!?；;\n]+|\.(?=\s|$)")
_SOFT_ZH = re.compile(r"[，,、:：]+|(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_SOFT_EN = re.compile(
    r"[,;:]\s+|\s+(?=(?:and then|but|because|so that|so i|so we|which|when|after that|then i)\b)"
)
# Words that open a new thought; a long stretch without full stops is cut before them.
_OPENERS_ZH = re.compile(
    r"第[一二三四五六七八九十\d]+[步点个]?|首先|其次|再次|再者|然后|接着|接下来|随后|之后我|最后|"
    r"最终|总之|总的来说|另外|"
    r"此外|同时|还有一点|所以|因此|于是|结果|后来|但是|不过|可是|而且|因为|由于|当时|如果|比如|例如|"
    r"去年|前年|今年|有一次|记得|半年后|一个月后|我会先|我先|再按|遇到"
)
_OPENERS_EN = re.compile(
    r"\b(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|then|next|after that|finally|in the end|"
    r"as a result|because|"
    r"but|however|so|also|last (?:year|month|summer)|when|if|at that time|for example|i (?:would|"
    r"will|then|also))\b"
)
_LONG_ZH, _LONG_EN = 34, 150  # characters above which a unit is cut at openers
_MAX_ZH, _MAX_EN = 70, 260  # characters above which it is cut at any soft border, or at a pause
_MIN_ZH, _MIN_EN = 6, 18  # shorter remains are joined to the unit before


@dataclass(frozen=True, slots=True)
class Unit:
    """Characters ``[start, end)`` of the normalised text; ``clauses`` lie inside it."""

    start: int
    end: int
    text: str
    clauses: tuple[tuple[int, int], ...]


def cut(normal: Normal, language: str, borders: Sequence[int] = ()) -> tuple[Unit, ...]:
    """Units in order. ``borders``: normalised offsets at which a segment ended or the speaker paused."""
    units: list[Unit] = []
    for start, end in _sentences(normal.text):
        for piece_start, piece_end in _cut_long(normal.text, start, end, language, borders):
            clauses = tuple(_clauses(normal.text, piece_start, piece_end, language))
            if clauses:
                units.append(Unit(piece_start, piece_end, normal.text[piece_start:piece_end], clauses))
    return tuple(units)


def unit_of(text: str, start: int, end: int, language: str) -> Unit | None:
    """The unit of normalised characters ``[start, end)``; None where nothing is said in them."""
    for low, high in _trimmed(text, start, end):
        clauses = tuple(_clauses(text, low, high, language))
        if clauses:
            return Unit(low, high, text[low:high], clauses)
    return None


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in _HARD.finditer(text):
        yield from _trimmed(text, at, match.end())
        at = match.end()
    yield from _trimmed(text, at, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and (text[start].isspace() or text[start] in ",，、。.;；"):
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if any(c.isalnum() for c in text[start:end]):
        yield start, end


def _cut_long(
    text: str, start: int, end: int, language: str, borders: Sequence[int]
) -> Iterator[tuple[int, int]]:
    zh = language == "zh"
    long, longest, least = (_LONG_ZH, _MAX_ZH, _MIN_ZH) if zh else (_LONG_EN, _MAX_EN, _MIN_EN)
    if end - start <= long:
        yield start, end
        return
    at = start
    marks = sorted(_marks(text, start, end, zh, borders))
    for index, (mark, strong) in enumerate(marks):
        rest = (marks[index + 1][0] if index + 1 < len(marks) else end) - at
        enough = mark - at >= (2 * least if strong else long)
        if enough and end - mark >= least and (strong or rest > longest):
            yield from _trimmed(text, at, mark)
            at = mark
    yield from _trimmed(text, at, end)


def _marks(text: str, start: int, end: int, zh: bool, borders: Sequence[int]) -> Iterator[tuple[int, bool]]:
    """Possible cuts: (offset, strong). Strong = an opening word, or a border with no letters glued
    across it."""
    soft = _SOFT_ZH if zh else _SOFT_EN
    soft_ends = {m.end() for m in soft.finditer(text, start, end)}
    edges = {b for b in borders if start < b < end}
    unpunctuated = not soft_ends or (end - start) / (len(soft_ends) + 1) > (30 if zh else 140)
    openers = _OPENERS_ZH if zh else _OPENERS_EN
    opening = {m.start() for m in openers.finditer(text, start + 1, end)}
    for mark in sorted(soft_ends | edges | opening):
        if mark in opening and (mark in soft_ends or mark in edges or unpunctuated):
            yield mark, True
        elif mark in soft_ends or mark in edges:
            yield mark, False


def _clauses(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    soft = _SOFT_ZH if language == "zh" else _SOFT_EN
    at = start
    for match in soft.finditer(text, start, end):
        yield from _trimmed(text, at, match.start())
        at = match.end()
    yield from _trimmed(text, at, end)


_LETTER = re.compile(r"[\u3400-\u9fff]|[a-z0-9']+")


@lru_cache(maxsize=20_000)
def letters(text: str) -> int:
    """Chinese characters plus Latin words: a length comparable within one language."""
    return len(_LETTER.findall(text))
