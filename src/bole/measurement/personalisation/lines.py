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
_LABELLED = re.compile(r"^\W*([^:：]{1,32}?)\s*[:：]\s*(?=\S)")
_PARTS = ("work", "internship", "education", "project", "campus")  # what a heading before text may open
_LEAST_OPENING = 4  # letters: 工作经历 opens a part, a short 项目 in the midst of a job only labels its line
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
        said, stands_in, section = _placed(line, section, headings)
        if said:
            found.append(ResumeLine(said, stands_in, line_no))
    return _with_their_dates(found)


def _placed(line: str, section: str, headings: Mapping[str, tuple[str, ...]]) -> tuple[str, str, str]:
    """What a line says, the part it stands in, and the part that goes on after it.

    A label before text (求职意向：综合柜员) speaks for its own line; that of a whole part opens it.
    """
    opened = _heading(line, headings)
    if opened:
        return "", opened, opened
    label = _LABELLED.match(line)
    own = _heading(label[1], headings) if label else None
    if label is None or own is None:
        return line, section, section
    if own in _PARTS and len(label[1].strip()) >= _LEAST_OPENING:
        return line[label.end() :], own, own
    return line, own, section


def _with_their_dates(lines: list[ResumeLine]) -> tuple[ResumeLine, ...]:
    """A line that is nothing but a stretch of time belongs to the line after it where its part begins with
    such a line, and to the line before it otherwise; never to one that has a time of its own."""
    found: list[ResumeLine] = []
    dates_lead: dict[str, bool] = {}
    for line in lines:
        leads = dates_lead.setdefault(line.section, _is_a_date(line.text))
        last = found[-1] if found and found[-1].section == line.section else None
        date, dated = (last, line) if leads else (line, last)
        if last and date and dated and _is_a_date(date.text) and period_of(dated.text) is None:
            found[-1] = _one(last, line)
        else:
            found.append(line)
    return tuple(found)


def _one(first: ResumeLine, second: ResumeLine) -> ResumeLine:
    return ResumeLine(f"{first.text} {second.text}", first.section, first.line_no)


def _is_a_date(text: str) -> bool:
    match = _PERIOD.search(normalise(text).text)
    return match is not None and len(_FRAME.sub("", normalise(text).text)) <= match.end() - match.start() + 1


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
