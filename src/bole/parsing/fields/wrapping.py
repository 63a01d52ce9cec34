"""Lines that the page broke are put together again: "对公客" + "户经理"."""

import re
from collections.abc import Iterable
from dataclasses import replace

from bole.parsing.fields import dates
from bole.parsing.fields.degrees import degree_of
from bole.parsing.fields.labels import label_of
from bole.parsing.fields.names import is_title
from bole.parsing.fields.sections import LISTS, title_of
from bole.parsing.fields.titles import kinds_of
from bole.parsing.text import bulleted, has_cjk, join
from bole.parsing.types import Line

_GAP = re.compile(r"\s{2,}|[\t\u3000|｜]|(?<=[\u3400-\u9fff])\s(?=[\u3400-\u9fff])")
_ENDED = re.compile(r"[。；！？!?;:：]\s*$")
_OPEN_PERIOD = re.compile(
    r"(?:\d{4}\s*[./年-]\s*\d{1,2}\s*月?|\b[A-Z][a-z]{2,8}\.?\s\d{4})\s*[-–—~至到一]\s*$"
)

_LEVEL_BEHIND = re.compile(r"\w\s*[(（][^()（）]+[)）]\s*$")
_CAPITAL = re.compile(r"\s*[A-Z]")
_OPEN = re.compile(r"(?:[-–—&:(]|\b(?:and|of|in|for|with|the|to|on|a|an))\s*$", re.IGNORECASE)
_MONTH_WITHOUT_SIGN = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*$")
_MONTH_TORN = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s*$", re.IGNORECASE
)


def mended(lines: Iterable[Line]) -> list[Line]:
    """Lines with their continuations. The number stays that of the first part."""
    whole: list[Line] = []
    listed = False
    for line in lines:
        kinds = title_of(line)[0]
        listed = bool(set(kinds) & LISTS) if kinds else listed
        if whole and _title_torn(whole[-1], line):
            whole[-1:] = _title_and_rest(whole[-1], line)
            continue
        apart = not whole or (listed and _items(whole[-1].text, line.text))
        cells = None if apart else _together(whole[-1], line)
        if cells is None:
            whole.append(line)
        else:
            sure = min(whole[-1].confidence, line.confidence)
            whole[-1] = replace(whole[-1], cells=cells, room=line.room, slack=line.slack, confidence=sure)
    return whole


def _together(last: Line, line: Line) -> tuple[str, ...] | None:
    """The cells of the two lines as one, None when the second is a line of its own."""
    if last.row or line.row or not line.text.strip() or not last.text.strip():
        return None
    torn = _torn_cell(last, line)
    if torn is not None:
        cells = list(last.cells)
        cells[torn] = join(cells[torn], line.cells[0])
        return (*cells, *line.cells[1:])
    if _continues(last, line):
        return (*last.cells[:-1], join(last.cells[-1], line.cells[0]), *line.cells[1:])
    return None


def _torn_cell(last: Line, line: Line) -> int | None:
    """Which cell of the last line this one finishes, whatever stands to its right: a period, a title."""
    begin = line.text.strip()
    if bulleted(begin):
        return None
    for index, cell in enumerate(last.cells):
        month_only = begin == "月" and _MONTH_WITHOUT_SIGN.search(cell)
        month_torn = _MONTH_TORN.search(cell) and re.match(r"(?:19|20)\d\d\b", begin)
        if _OPEN_PERIOD.search(cell) or month_only or month_torn:
            return index
    return None


def _items(first: str, second: str) -> bool:
    """Two entries of a list with one on each line, not halves of one: both begin with a capital, nothing
    is left open; or both end with a level in brackets."""
    if _LEVEL_BEHIND.search(first) and _LEVEL_BEHIND.search(second):
        return True
    if has_cjk(first + second) or re.search(r"[,;|/]", first + second) or _unclosed(first):
        return False
    capitals = _CAPITAL.match(first) and _CAPITAL.match(second)
    return capitals is not None and not _OPEN.search(first)


def _title_torn(last: Line, line: Line) -> bool:
    """A title in a narrow column of its own, broken in two: "Work | …" above "Experience | …"."""
    title = last.cells[0]
    if last.row or line.row or not line.text.strip() or len(title) > 16:
        return False
    if len(last.cells) < 2 and not (last.size and last.size == line.size and last.bold == line.bold):
        return False
    beside = abs(last.left - line.left) < max(last.size, 6.0)
    return beside and bool(kinds_of(join(title, line.cells[0]))) and not kinds_of(title)


def _title_and_rest(last: Line, line: Line) -> list[Line]:
    """The whole title, then what stood beside its halves."""
    title = replace(last, cells=(join(last.cells[0], line.cells[0]),))
    rest = [replace(one, cells=one.cells[1:]) for one in (last, line) if len(one.cells) > 1]
    return [title, *rest]


def _continues(last: Line, line: Line) -> bool:
    if _dated_to_its_end(last) or _set_apart(last) or _says_all(last):
        return False
    if (
        bulleted(line.text)
        or (last.size and abs(last.size - line.size) > 0.2 * last.size)
        or last.bold != line.bold
    ):
        return False
    if _unclosed(last.text) and last.room < 4 * max(last.size, 8):
        return True
    if not _reaches(last, line) or (_ENDED.search(last.text) and len(last.text) < 12):
        return False
    return not (title_of(line)[0] or title_of(last)[0] or _begins_anew(line))


def _dated_to_its_end(line: Line) -> bool:
    """A period set at the right edge ends its line; what follows below is another matter."""
    period = dates.find(line.cells[-1], single=False)
    return period is not None and not line.cells[-1][period.stop :].strip(" )）]】")


def _says_all(line: Line) -> bool:
    """A period, and at the end of the line a title or a degree: nothing is missing."""
    if dates.find(line.text, single=False) is None:
        return False
    last = _GAP.split(line.text.strip())[-1]
    return len(last) < 16 and (is_title(last) > 1 or degree_of(last) is not None)


def _set_apart(line: Line) -> bool:
    """A short piece at the right edge was put there; a long one ran there."""
    return len(line.cells) > 1 and len(line.cells[-1]) <= 24 and not _ENDED.search(line.cells[-1])


def _unclosed(text: str) -> bool:
    return text.count("（") + text.count("(") > text.count("）") + text.count(")")


def _reaches(last: Line, line: Line) -> bool:
    """Whether the next word would not have fitted behind the last one. Lists may end at the longest line's
    end."""
    size = max(last.size, 6.0)
    listed = len(re.findall(r"[、,，;；|｜/\u3000]", last.text)) > 1
    room = min(last.room, last.slack) if listed else last.room
    if has_cjk(line.text[:1]) or not line.text[:1].isascii():
        return room < 1.6 * size
    word = re.match(r"\S+", line.text)
    return room < 0.62 * size * (len(word[0]) + 1 if word else 1)


def _begins_anew(line: Line) -> bool:
    """A date, a label: the beginning of something, not the rest of a sentence."""
    text = line.text
    period = dates.find(text, single=False)
    if _OPEN_PERIOD.search(text) or (period and (period.begin <= 1 or len(line.cells) > 1)):
        return True
    if period and not text[period.stop :].strip(" )）"):
        return True
    head = re.match(r"\s*([^:：\s]{1,12})\s*[:：]", text)
    return bool(head and label_of(head[1]))
