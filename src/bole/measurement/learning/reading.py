"""A typed answer cut into sentences and clauses that know their place in what was really typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bole.measurement.text.normalise import Normal, is_cjk, normalise
from bole.measurement.text.pieces import pieces

LONGEST = 6000  # characters that are read; what stands behind them is flagged, not scored
_SENTENCE_END = re.compile(r"[。！？!?；;\n\r]+|\.(?=\s|$)")
_CLAUSE_END = re.compile(
    r"[，,]+(?!\d)|\s[-–—]+\s|(?<=[\u3400-\u9fff])(?=而是|但是|不过|因为|所以|而不)|"
    r"\s(?=(?:but|while|whereas|because|although|however|rather|instead|which|so that)\b)"
)
_LIST_MARK = re.compile(
    r"^(?:[(（]?\d{1,2}[)）.、]|[(（]?[一二三四五六七八九十]{1,2}[)）、.]|[①-⑳]|[-*•·●])\s*"
)
_LONGEST_PIECE = 120  # characters of text without any punctuation that are taken as one clause
_EDGE = " ,，、。.;；:：!！?？\n\r\t"


@dataclass(frozen=True)
class Part:
    """Characters ``[start, end)`` of the normalised text."""

    start: int
    end: int
    text: str

    @cached_property
    def pieces(self) -> frozenset[str]:
        """The set of its pieces."""
        return frozenset(pieces(self.text))


@dataclass(frozen=True)
class Sentence(Part):
    """A sentence and the clauses inside it; a sentence without inner punctuation is its own clause."""

    clauses: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Reading:
    """An answer as scoring takes it."""

    normal: Normal
    sentences: tuple[Sentence, ...]
    cut_off: bool
    language: str

    def quote(self, part: Part) -> str:
        """The characters as they were typed, trimmed of punctuation at the ends; a substring of the
        answer.
        """
        low, high = self.normal.source_span(part.start, part.end)
        text = self.normal.source
        while low < high and text[low] in _EDGE:
            low += 1
        while high > low and text[high - 1] in _EDGE:
            high -= 1
        return text[low:high]


def read(answer: str, language: str) -> Reading:
    """Cut an answer; ``language`` decides only where the script does not."""
    source = answer[:LONGEST]
    normal = normalise(source)
    return Reading(
        normal, tuple(_sentences(normal.text)), len(answer) > LONGEST, script(normal.text, language)
    )


def script(text: str, fallback: str) -> str:
    """``zh`` or ``en``: the script most of the letters are written in."""
    chinese = sum(map(is_cjk, text))
    latin = sum("a" <= c <= "z" for c in text)
    if not chinese and not latin:
        return "en" if fallback == "en" else "zh"
    return "zh" if chinese * 4 >= latin else "en"


def clauses_of(text: str) -> list[str]:
    """Sentences and list items of a reference text, without their list marks."""
    found = [s.text for s in _sentences(normalise(text).text)]
    return [_LIST_MARK.sub("", item) for item in found]


def _sentences(text: str) -> Iterator[Sentence]:
    at = 0
    for end, stop in [*((m.start(), m.end()) for m in _SENTENCE_END.finditer(text)), (len(text), len(text))]:
        if _says_something(text, at, end):
            yield Sentence(at, end, text[at:end].strip(), tuple(_clauses(text, at, end)))
        at = stop


def _clauses(text: str, start: int, end: int) -> Iterator[Part]:
    at = start
    for stop in [*(m.end() for m in _CLAUSE_END.finditer(text, start, end)), end]:
        while stop - at > _LONGEST_PIECE:
            yield from _part(text, at, at + _LONGEST_PIECE)
            at += _LONGEST_PIECE
        yield from _part(text, at, stop)
        at = stop


def _part(text: str, start: int, end: int) -> Iterator[Part]:
    if _says_something(text, start, end):
        yield Part(start, end, text[start:end].strip(_EDGE))


def _says_something(text: str, start: int, end: int) -> bool:
    return any(c.isalnum() for c in text[start:end])
