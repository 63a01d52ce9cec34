"""Dates and periods as people print them: 2019.09-2023.06, 2019年9月—至今, Sep '19 – Present, 09/2019 …

A text is read as points in time and what stands between them. Whatever form the two ends have, a mark or a
word between them makes a period of them. Short forms ("19.09", "'19", "07/21") are too often something else:
they count only when both ends are dates.
"""

import re
from dataclasses import dataclass

from bole.parsing.memo import remembered
from bole.parsing.text import plain

_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}  # fmt: skip
_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_YEAR, _MONTH = r"(?:19[5-9]\d|20[0-4]\d)", r"(?:1[0-2]|0?[1-9])"
_REPUBLIC = 1911  # what is added to a year of the calendar of the Republic of China
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_ORDINAL = rf"{_DAY}(?:st|nd|rd|th)?"
_SEASON = r"(?:spring|summer|autumn|fall|winter|[春夏秋冬]季?|[寒暑]假|暑期)"
_POINT = re.compile("|".join((
    rf"(?<!\d)(?P<ya>{_YEAR})\s*年\s*(?P<ma>{_MONTH})(?!\d)\s*月?(?:\s*{_DAY}\s*日)?(?:份|初|底|末)?",
    rf"(?<!\d)(?P<yb>{_YEAR})\s?(?P<sep>[./-])\s?(?P<mb>{_MONTH})(?!\d)(?:(?P=sep){_DAY}(?!\d))?(?:\s*月份?)?",
    rf"(?<![\d./-])(?:{_DAY}[./])?(?P<mc>{_MONTH})\s?[./-]\s?(?P<yc>{_YEAR})(?!\d)",
    rf"(?<![\da-z])(?:{_ORDINAL}\s+(?:of\s+)?)?(?P<md>{_NAME})[.,]?[\s/'-]*(?:{_ORDINAL},?\s+)?(?P<yd>{_YEAR})(?!\d)",
    rf"(?<!\d)(?P<ye>{_YEAR})[\s,/-]+(?P<me>{_NAME})\b\.?",
    rf"(?<!\d)(?P<yf>{_YEAR})(?P<mf>0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d)",
    r"(?P<yz>[一二][一二三四五六七八九〇零○]{3})\s*年(?:\s*(?P<mz>十[一二]?|[一二三四五六七八九])\s*月)?",
    rf"民国\s*(?P<yr>\d{{2,3}})\s*[年./]\s*(?:(?P<mr>{_MONTH})(?!\d)\s*月?)?",
    rf"(?<![\d.])(?:{_SEASON}\s+)?(?P<yg>{_YEAR})(?!\d)(?:\s*年(?!度|级|均|薪|资|来|内|的))?(?:\s*{_SEASON})?",
)), re.IGNORECASE)  # fmt: skip
_SHORT = re.compile("|".join((
    rf"(?<![\d.])(?P<yr>1[01]\d)(?:\s*年\s?|[./](?=0[1-9]|1[0-2]))(?P<mr>{_MONTH})(?![\d])\s*月?",
    rf"(?<![\d.])'?(?P<ya>\d\d)\s*年\s*(?P<ma>{_MONTH})\s*月?",
    r"(?<![\d.])(?P<yb>\d\d)\.(?P<mb>0[1-9]|1[0-2])(?![\d.])",
    r"(?<![\d./])(?P<mc>0?[1-9]|1[0-2])/(?P<yc>\d\d)(?![\d/])",
    rf"(?<![a-z])(?P<md>{_NAME})[.,]?[\s'-]*(?P<yd>\d\d)(?!\d)",
    r"(?<![\d'])'(?P<yg>\d\d)(?!\d)",
)), re.IGNORECASE)  # fmt: skip
_TO = re.compile(
    r"\s*(?:起)?\s*(?:-+>?|一|~+|至|到|→|=>|/|\b(?:to|until|till|through|thru)\b)\s*", re.IGNORECASE
)
_NOW = re.compile(
    r"(?:until\s+|till\s+)?(?:至?\s*今(?!年|后|天|日)|至?现在|至?目前|在读|在职|(?:the\s+)?present\b|now\b|current(?:ly)?\b|date\b|today\b"
    r"|ongoing\b|in progress\b)",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\s*[(/]?\s*(?:present|now|至今)\b\s*\)?", re.IGNORECASE)  # "至今 Present"
_ONWARDS = re.compile(
    r"\s*(?:起)?\s*(?:(?:直|延续)?至\s*今(?!年|后|天|日)|迄今|至现在|(?:to|till|until)\s+(?:date|now|present|today)\b"
    r"|onwards?\b)",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\s*(?:起|以来|开始)")
_OPEN = re.compile(r"\s*(?:-+|~+|至)\s*(?=$|\t|[)\]】])")
_LEAD = re.compile(r"(?:自从|自|从|(?<![A-Za-z])(?:from|since))\s*$", re.IGNORECASE)
_BARE_MONTH = re.compile(rf"(?P<m>{_MONTH})(?:\s*月|(?![\d./]))")
_BEHIND_REPUBLIC = re.compile(rf"(?P<yr>\d{{2,3}})\s*年(?:\s*(?P<mr>{_MONTH})\s*月)?")
_LATER = re.compile(rf"(?P<y>\d\d)(?:[./年]\s?(?P<m>{_MONTH})\s*月?)?(?![\d./年月])")
_MONTHS_THEN_YEAR = re.compile(
    rf"(?<![a-z])(?P<m>{_NAME})\.?\s*(?:-+|~|to|/|&)\s*(?P<n>{_NAME})\.?,?\s+(?P<y>{_YEAR})", re.IGNORECASE
)
_NEXT_CELL = re.compile(r"[ ]*\t[ ]*")
_NOW_ALONE = re.compile(r"(?:至今|现在|present|now)(?=\s|$)", re.IGNORECASE)
_DATELIKE = re.compile(r"\d\d|[一二][一二三四五六七八九〇零○]{3}\s*年")


@dataclass(frozen=True, slots=True)
class Period:
    """A period and where it stands in its line (``begin`` to ``stop``); ``single``: only one date was
    printed."""

    start: str | None
    end: str | None
    current: bool
    begin: int
    stop: int
    single: bool = False


@dataclass(frozen=True, slots=True)
class _Point:
    value: str
    begin: int
    stop: int


def find(text: str, *, single: bool = True) -> Period | None:
    """The first period of a line; with ``single`` also a lone date, which is then ``end``."""
    return _find(text, single) if _DATELIKE.search(text) else None


@remembered
def _find(text: str, single: bool) -> Period | None:
    source = plain(text)
    points = [_point(found) for found in _POINT.finditer(source)]
    ranges = [period for point in points if (period := _from(source, point))]
    ranges += [
        period
        for found in _SHORT.finditer(source)
        if (period := _between_short(source, _point(found, short=True)))
    ]
    ranges += [period for found in _MONTHS_THEN_YEAR.finditer(source) if (period := _one_year(found))]
    best = min(ranges, key=lambda p: (p.begin, -p.stop), default=None)
    if best is not None or not single or not points:
        return best
    return Period(None, points[0].value, False, points[0].begin, points[0].stop, single=True)


def _from(source: str, point: _Point) -> Period | None:
    """The period that begins with this date, however it goes on."""
    lead = _LEAD.search(source, 0, point.begin)
    begin = lead.start() if lead else point.begin
    if onwards := _ONWARDS.match(source, point.stop):
        return Period(point.value, None, True, begin, onwards.end())
    if mark := _TO.match(source, point.stop):
        if now := _NOW.match(source, mark.end()):
            again = _AGAIN.match(source, now.end())
            return Period(point.value, None, True, begin, (again or now).end())
        if end := _end(source, point, mark.end()):
            return Period(point.value, end.value, False, begin, end.stop)
    if since := _SINCE.match(source, point.stop):
        return Period(point.value, None, True, begin, since.end())
    if lead and lead[0].strip().lower() == "since":
        return Period(point.value, None, True, begin, point.stop)
    if rest := _OPEN.match(source, point.stop):
        return Period(point.value, None, True, begin, rest.end())
    return _in_two_cells(source, point)


def _end(source: str, start: _Point, place: int) -> _Point | None:
    """The second date: of any form, or only what differs from the first ("12月", "23.6", "21")."""
    republic = source.startswith("民国", start.begin)
    for pattern in (_POINT, _BEHIND_REPUBLIC, _SHORT) if republic else (_POINT, _SHORT):
        found = pattern.match(source, place)
        if found:
            end = _point(found, short=pattern is _SHORT)
            return end if _ordered(start, end) else None
    if "-" in start.value and (month := _BARE_MONTH.match(source, place)):
        end = _Point(f"{start.value[:4]}-{int(month['m']):02}", place, month.end())
        return end if _ordered(start, end) and start.value != end.value else None
    later = _LATER.match(source, place)
    if later and bool(later["m"]) == ("-" in start.value):
        end = _Point(_value(_century(later["y"]), later["m"]), place, later.end())
        return end if _ordered(start, end) else None
    return None


def _in_two_cells(source: str, start: _Point) -> Period | None:
    """Beginning and end in columns of their own."""
    gap = _NEXT_CELL.match(source, start.stop)
    if gap is None or "-" not in start.value:
        return None
    if now := _NOW_ALONE.match(source, gap.end()):
        return Period(start.value, None, True, start.begin, now.end())
    found = _POINT.match(source, gap.end())
    end = _point(found) if found else None
    if end is None or "-" not in end.value or not _ordered(start, end):
        return None
    return Period(start.value, end.value, False, start.begin, end.stop)


def _between_short(source: str, start: _Point) -> Period | None:
    """Both ends in short forms, or the second now."""
    mark = _TO.match(source, start.stop)
    if mark is None:
        return None
    if now := _NOW.match(source, mark.end()):
        return Period(start.value, None, True, start.begin, now.end())
    found = _SHORT.match(source, mark.end())
    end = _point(found, short=True) if found else None
    if end is None or not _ordered(start, end) or ("-" in start.value) != ("-" in end.value):
        return None
    return Period(start.value, end.value, False, start.begin, end.stop)


def _one_year(found: re.Match[str]) -> Period:
    """ "Jun - Aug 2020"."""
    first, last = (_MONTHS[found[key][:3].lower()] for key in "mn")
    year = found["y"]
    return Period(f"{year}-{first:02}", f"{year}-{last:02}", False, found.start(), found.end())


def _ordered(start: _Point, end: _Point) -> bool:
    short = min(len(start.value), len(end.value))
    return start.value[:short] <= end.value[:short]


def _point(found: re.Match[str], *, short: bool = False) -> _Point:
    groups = found.groupdict()
    kind = next(key[1] for key, value in groups.items() if key[0] == "y" and value)
    year, month = groups[f"y{kind}"], groups.get(f"m{kind}")
    if kind == "z":
        year = "".join(_DIGITS[digit] for digit in year)
    elif kind == "r":
        year = str(int(year) + _REPUBLIC)
    elif short:
        year = _century(year)
    return _Point(_value(year, month), found.start(), found.end())


def _century(year: str) -> str:
    return f"19{year}" if int(year) >= 60 else f"20{year}"


def _value(year: str, month: str | None) -> str:
    if not month:
        return year
    if month.isdigit():
        number = int(month)
    elif month[0] in "十一二三四五六七八九":
        number = 10 + int(_DIGITS.get(month[1:], "0")) if month[0] == "十" else int(_DIGITS[month])
    else:
        number = _MONTHS[month[:3].lower()]
    return f"{year}-{number:02}"


def without(text: str, period: Period) -> tuple[str, str]:
    """What stands before and after the period, brackets around it taken away."""
    before, after = text[: period.begin].rstrip(), text[period.stop :].lstrip()
    if before[-1:] in "([（【「" and before:
        before = before[:-1]
        cut = re.match(r"[^)\]）】」]{0,8}[)\]）】」]", after)
        after = after[cut.end() :] if cut else after
    return before, after
