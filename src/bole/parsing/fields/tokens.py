"""The head of an entry cut into pieces: "2020.03 - 至今　江州银行　理财经理" → 江州银行 / 理财经理."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bole.parsing.text import CJK, has_cjk, plain, without_icons

_WIDE = re.compile(
    r"\t|\n|\u3000+|\s{2,}|\s*[|｜丨│]+\s*|\s+[-–—/·•@]\s+|\s*[;；]\s*|\s*——+\s*|\s[•·]|[•·]\s"
)
_COMMA = re.compile(
    r"\s*[,，、](?!\s*(?:Ltd|Inc|LLC|Limited|Co\b|Corp|PLC|L\.?L\.?C|S\.A|N\.A)\b)\s*", re.IGNORECASE
)
_BETWEEN_CJK = re.compile(rf"(?<=[{CJK}）)])\s+(?=[{CJK}（(])")
_SPACE = re.compile(r"\s+")
_TIGHT = re.compile(r"[·•/]|(?<=[\u3400-\u9fff）)])\s*-+\s*(?=[\u3400-\u9fff])")
_EDGE = " \t\u3000-–—·•:：,，|/／@"
_LEVELS = (_WIDE, _COMMA, _BETWEEN_CJK, _SPACE, _TIGHT)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece and where it stands in its text."""

    text: str
    begin: int
    stop: int


def cut(text: str, done: Callable[[list[Token]], bool]) -> list[Token]:
    """Pieces by wide gaps and bars; by commas, then by spaces, only as long as ``done`` says no."""
    text = without_icons(text)
    pieces: list[Token] = []
    for level in range(len(_LEVELS)):
        pieces = list(_pieces(text, level))
        if done(pieces):
            return pieces
    return pieces


def _pieces(text: str, level: int) -> Iterator[Token]:
    """All cuts up to the level, none inside brackets; words of Latin script stay together."""
    spans = [(0, len(text))]
    for pattern in _LEVELS[: level + 1]:
        if pattern is _SPACE and not has_cjk(text):
            continue
        spans = [part for begin, stop in spans for part in _split(text, begin, stop, pattern)]
    for begin, stop in spans:
        piece = text[begin:stop]
        lead = len(piece) - len(piece.lstrip(_EDGE))
        bare = piece.strip(_EDGE)
        if bare:
            yield Token(bare, begin + lead, begin + lead + len(bare))


def _split(text: str, begin: int, stop: int, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    start = begin
    for found in pattern.finditer(plain(text), begin, stop):
        if _inside_brackets(text, begin, found.start()) or _latin_words(text, found, pattern):
            continue
        yield start, found.start()
        start = found.end()
    yield start, stop


def _inside_brackets(text: str, begin: int, place: int) -> bool:
    before = plain(text[begin:place])
    return before.count("(") > before.count(")")


def _latin_words(text: str, found: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """A space between two words of Latin script joins them."""
    if pattern is not _SPACE or found.start() == 0 or found.end() >= len(text):
        return False
    return text[found.start() - 1] < "\u2e80" and text[found.end()] < "\u2e80"
