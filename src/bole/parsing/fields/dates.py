"""Dates and periods as people print them: 2019.09-2023.06, 2019年9月—至今, Sep 2019 – Present, 09/2019 …"""

import re
from dataclasses import dataclass

from bole.parsing.text import plain

_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}  # fmt: skip
_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR, _MONTH = r"(?:19[5-9]\d|20[0-4]\d)", r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_POINT = "|".join((
    rf"(?P<ya>{_YEAR})\s*年\s*(?P<ma>{_MONTH})\s*月?(?:\s*{_DAY}\s*日)?(?:份)?",
    rf"(?P<yb>{_YEAR})\s?(?P<sep>[./-])\s?(?P<mb>{_MONTH})(?!\d)(?:(?P=sep){_DAY}(?!\d))?",
    rf"(?<![\d./])(?P<mc>{_MONTH})\s?[./]\s?(?P<yc>{_YEAR})(?![\d])",
    rf"(?<![a-z])(?P<md>{_NAME})[.,]?\s*(?:{_DAY}(?:st|nd|rd|th)?,?\s+)?(?P<yd>{_YEAR})(?!\d)",
    rf"(?<!\d)(?P<ye>{_YEAR})\s+(?P<me>{_NAME})\b\.?",
    rf"(?<!\d)(?P<yf>{_YEAR})(?P<mf>0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d)",
    rf"(?<![\d.])(?P<yg>{_YEAR})(?!\d)(?:\s*年(?!度|级|均|薪|资|来|内|的))?(?:\s*(?:spring|summer|autumn|fall|winter))?",
))  # fmt: skip
_SHORT = r"(?<![\d.])(?P<yh>\d\d)\.(?P<mh>0[1-9]|1[0-2])(?![\d.])"
_NOW = (
    r"(?P<now>至今|迄今|现在|目前|今(?!年|后|天|日)|在读|在职|至现在"
    r"|present|now|current(?:ly)?|to\s*date|today|ongoing)"
)
_ONWARDS = r"至今|迄今|to\s+date\b|onwards?\b"
_TO = r"\s*(?:-+>?|一|~+|至|到|→|=>|to|until|till|/)\s*"


def _numbered(pattern: str, tail: str) -> str:
    """The pattern with its groups named apart, so that it can stand twice in one expression."""
    pattern = re.sub(r"\(\?P<([ym][a-h]|sep)>", rf"(?P<\g<1>{tail}>", pattern)
    return pattern.replace("(?P=sep)", f"(?P=sep{tail})")


_ONE = re.compile(_numbered(_POINT, "0"), re.IGNORECASE)
_RANGE = re.compile(
    rf"(?:自|从|from\s+)?(?:{_numbered(_POINT, '0')})(?:起)?"
    rf"(?:{_TO}(?:(?:{_numbered(_POINT, '1')})|{_NOW}(?:\s*\))?)|\s*(?P<now2>{_ONWARDS}))",
    re.IGNORECASE,
)
_SAME_YEAR = re.compile(
    rf"(?P<y>{_YEAR})(?:\s*年\s*|[./])(?P<m>{_MONTH})\s*月?{_TO}(?P<n>{_MONTH})\s*月(?!\d)", re.IGNORECASE
)
_MONTHS_THEN_YEAR = re.compile(
    rf"(?<![a-z])(?P<m>{_NAME})\.?{_TO}(?P<n>{_NAME})\.?,?\s+(?P<y>{_YEAR})", re.IGNORECASE
)
_TWO_DIGITS = re.compile(rf"{_numbered(_SHORT, '0')}{_TO}(?:{_numbered(_SHORT, '1')}|{_NOW})", re.IGNORECASE)
_SINCE = re.compile(
    rf"(?:since\s+(?:{_numbered(_POINT, '0')}))|(?:(?:{_numbered(_POINT, '1')})\s*(?:起|以来|开始))",
    re.IGNORECASE,
)
_AROUND = re.compile(r"^[(\[【]\s*(.*?)\s*[)\]】]$")


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


def find(text: str, *, single: bool = True) -> Period | None:
    """The first period of a line; with ``single`` also a lone date, which is then ``end``."""
    source = plain(text)
    found = _ranges(source)
    if found is not None or not single:
        return found
    one = _ONE.search(source)
    if one is None:
        return None
    return Period(None, _point(one, "0"), False, one.start(), one.end(), single=True)


def _ranges(source: str) -> Period | None:
    options = [
        p
        for p in (_same_year(source), _named_months(source), _range(source), _short(source), _since(source))
        if p
    ]
    return min(options, key=lambda p: (p.begin, -p.stop), default=None)


def _range(source: str) -> Period | None:
    found = _RANGE.search(source)
    if found is None:
        return None
    now = bool(found["now"] or found["now2"])
    start, end = _point(found, "0"), None if now else _point(found, "1")
    return Period(start, end, now, found.start(), found.end())


def _short(source: str) -> Period | None:
    found = _TWO_DIGITS.search(source)
    if found is None:
        return None
    now = bool(found["now"])
    first = f"20{found['yh0']}-{found['mh0']}"
    last = None if now else f"20{found['yh1']}-{found['mh1']}"
    return Period(first, last, now, found.start(), found.end())


def _same_year(source: str) -> Period | None:
    found = _SAME_YEAR.search(source)
    if found is None:
        return None
    year = found["y"]
    return Period(
        f"{year}-{int(found['m']):02}", f"{year}-{int(found['n']):02}", False, found.start(), found.end()
    )


def _named_months(source: str) -> Period | None:
    found = _MONTHS_THEN_YEAR.search(source)
    if found is None:
        return None
    first, last = (_MONTHS[found[key][:3].lower()] for key in "mn")
    return Period(f"{found['y']}-{first:02}", f"{found['y']}-{last:02}", False, found.start(), found.end())


def _since(source: str) -> Period | None:
    found = _SINCE.search(source)
    if found is None:
        return None
    start = _point(found, "0") or _point(found, "1")
    return Period(start, None, True, found.start(), found.end())


def _point(found: re.Match[str], tail: str) -> str | None:
    groups = found.groupdict()
    for kind in "abcdefg":
        year, month = groups.get(f"y{kind}{tail}"), groups.get(f"m{kind}{tail}")
        if year and month:
            number = _MONTHS.get(month[:3].lower()) or int(month)
            return f"{year}-{number:02}"
        if year:
            return year
    return None


def without(text: str, period: Period) -> tuple[str, str]:
    """What stands before and after the period, brackets around it taken away."""
    before, after = text[: period.begin].rstrip(), text[period.stop :].lstrip()
    if before[-1:] in "([（【「" and before:
        before = before[:-1]
        cut = re.match(r"[^)\]）】」]{0,8}[)\]）】」]", after)
        after = after[cut.end() :] if cut else after
    return before, after
