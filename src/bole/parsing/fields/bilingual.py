"""Values printed in Chinese and beside that in English: "厦门大学 Xiamen University" is one field."""

import re
from collections.abc import Callable

from bole.parsing.text import CJK, has_cjk, tidy

_LATIN = re.compile(r" ([A-Z][A-Za-z&.,'’/ -]*)(?=\s{2}|[\t，;；|｜（(]|\s*$| [\d(（])")
_CHINESE = re.compile(rf"(?:^|[\t|｜，,;；\s])([{CJK}（）]{{2,}}) $")


def whole(value: str, text: str, same: Callable[[str], bool]) -> str:
    """``value`` with its translation when that stands directly beside it in ``text`` and is of the same
    kind; else ``value``."""
    place = text.find(value)
    if place < 0:
        return value
    stop = place + len(value)
    if has_cjk(value):
        behind = _LATIN.match(text, stop)
        other = tidy(behind[1]) if behind else ""
        return f"{value} {behind[1].strip(' ,')}" if behind and other and same(other) else value
    before = _CHINESE.search(text[:place])
    return f"{before[1]} {value}" if before and same(before[1]) else value


def short_form(text: str) -> bool:
    """An abbreviation of a name: HKUST, ICBC."""
    return re.fullmatch(r"[A-Z]{3,7}", text) is not None
