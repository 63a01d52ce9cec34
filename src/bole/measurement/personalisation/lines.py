"""A résumé as pasted text, line by line: in which part each line stands and which months it speaks of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bole.measurement.text.cues import term_pattern
from bole.measurement.text.normalise import normalise

SECTIONS = ("work", "internship", "education", "project", "campus", "skills", "summary", "personal", "other")
MOST_LINES, MOST_CHARACTERS = 400, 20_000
_BULLET = re.compile(r"^[\s\-*•·●○■◆▪▶>|]+|^\(?\d{1,2}[).、]\s*")
_FRAME = re.compile(r"^[\W_]+|[\W_]+$")
_LONGEST_HEADING = 32
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_YEAR, _MONTH = r"(?:19|20)\d\d", r"(?:1[0-2]|0?[1-9])(?!\d)"
_DATE = (
    rf"(?:(?P<y{{n}}>{_YEAR})\s*[年./-]\s*(?P<m{{n}}>{_MONTH})\s*月?"
    rf"|(?P<mm{{n}}>{_MONTH})\s*[./]\s*(?P<my{{n}}>{_YEAR})"
    rf"|(?P<mn{{n}}>{'|'.join(_MONTHS)})[a-z]*\.?\s*,?\s*(?P<ny{{n}}>{_YEAR})"
    rf"|(?P<yo{{n}}>{_YEAR})\s*年?(?!\d))"
)
_NOW = r"(?P<now>至今|今|现在|目前|present|now|today|current)"
_PERIOD = re.compile(
    rf"(?<!\d){_DATE.format(n=1)}\s*(?:-|–|—|~|至|到|to|until)+\s*(?:{_DATE.format(n=2)}|{_NOW})"
)


@dataclass(frozen=True, slots=True)
class ResumeLine:
    """One line of a résumé. ``section``: one of ``SECTIONS``; ``line_no`` from 1, as it was pasted."""

    text: str
    section: str
    line_no: int


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months, both inclusive, counted from year 0; ``end`` is None where it lasts to this day."""

    start: int
    end: int | None


def lines_of(text: str, headings: Mapping[str, tuple[str, ...]]) -> tuple[ResumeLine, ...]:
    """The lines that say something, without headings, bullets and empty ones.

    ``headings``: section → the words that open it. What stands before the first heading is ``other``.
    """
    section, found = "other", []
    for line_no, raw in enumerate(text[:MOST_CHARACTERS].splitlines()[:MOST_LINES], start=1):
        line = _BULLET.sub("", raw.replace("\x00", "").strip()).strip()
        opened = _heading(line, headings)
        if opened:
            section = opened
        elif line:
            found.append(ResumeLine(line, section, line_no))
    return tuple(found)


def _heading(line: str, headings: Mapping[str, tuple[str, ...]]) -> str | None:
    bare = _FRAME.sub("", normalise(line).text)
    if not bare or len(bare) > _LONGEST_HEADING:
        return None
    return next((section for section, words in headings.items() if bare in words), None)


def period_of(text: str) -> Period | None:
    """The first stretch of time a line names; None where it names none, or one that ends before it begins.

    Years without months are read as whole years: a gap is never longer than the résumé says.
    """
    match = _PERIOD.search(normalise(text).text)
    if match is None:
        return None
    start = _month(match, 1, first=True)
    if match["now"] or start is None:
        return None if start is None else Period(start, None)
    end = _month(match, 2, first=False)
    return None if end is None or end < start else Period(start, end)


def _month(match: re.Match[str], n: int, *, first: bool) -> int | None:
    year = match[f"y{n}"] or match[f"my{n}"] or match[f"ny{n}"] or match[f"yo{n}"]
    if year is None:
        return None
    if match[f"mn{n}"]:
        return int(year) * 12 + _MONTHS.index(match[f"mn{n}"])
    month = match[f"m{n}"] or match[f"mm{n}"]
    if month is None:
        month = 1 if first else 12
    return int(year) * 12 + int(month) - 1


def written(month: int, language: str) -> str:
    """A month as people write it."""
    year, rest = divmod(month, 12)
    return f"{year} 年 {rest + 1} 月" if language == "zh" else f"{_MONTHS[rest].capitalize()} {year}"


def says(text: str, terms: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a text holds one of the terms of any language; a denial is a mention too."""
    return said(text, terms) > 0


def said(text: str, terms: Mapping[str, tuple[str, ...]]) -> int:
    """How many of the terms a text holds."""
    plain = normalise(text).text
    return sum(
        bool(re.search(term_pattern(normalise(term).text, language), plain))
        for language, row in terms.items()
        for term in row
    )
