"""Labels of fields: "姓名：…", a cell before its value, the head row of a table."""

import re

from bole.parsing.memo import remembered
from bole.parsing.reference import reference
from bole.parsing.text import CJK, squash, strip_bullet, without_icons
from bole.parsing.types import Line

KEYS = ("school", "employer", "period", "begin", "title", "major", "degree", "finish", "project")
_PAIR = re.compile(
    r"(?:^|(?<=[\s\t|｜,，;；　]))"
    r"([^\s:：|｜,，;；　](?:[^:：|｜,，;；\t　]{0,14}[^\s:：|｜,，;；　])?)\s*[:：]\s*"
)
_SPREAD = re.compile(rf"(?<![{CJK}])[{CJK}](?:[ \t\u3000]+[{CJK}]){{1,3}}(?=\s*[:：])")
_JOINT = re.compile(r"[及和与、/(（]")


@remembered
def label_of(text: str) -> str:
    """The kind of a label, "" when the text is none. Of "部门及职务" the part that is a field counts."""
    key = squash(without_icons(text)).rstrip(":")
    labels = reference().labels
    if key in labels or not 3 < len(key) < 14:
        return labels.get(key, "")
    kinds = [labels.get(part, "") for part in _JOINT.split(key.rstrip(")"))]
    if len(kinds) < 2 or not all(kinds):
        return ""
    return next((kind for kind in kinds if kind in KEYS), "ignored")


def pairs(line: Line) -> list[tuple[str, str]]:
    """(kind, value) of each "label: value" of a line, also of cells label | value."""
    found: list[tuple[str, str]] = []
    cells = [
        _closed_up(strip_bullet(without_icons(cell)) if not i else without_icons(cell))
        for i, cell in enumerate(line.cells)
    ]
    skip = False
    for index, cell in enumerate(cells):
        if skip:
            skip = False
            continue
        marks = [m for m in _PAIR.finditer(cell) if label_of(m[1])]
        for mark, after in zip(marks, [*marks[1:], None], strict=False):
            value = cell[mark.end() : after.start() if after else len(cell)].strip(" \t|｜,，;；　")
            if not value and after is None and index + 1 < len(cells):
                value, skip = cells[index + 1], True
            found.append((label_of(mark[1]), value))
        if not marks and label_of(cell) and index + 1 < len(cells) and not label_of(cells[index + 1]):
            found.append((label_of(cell), cells[index + 1]))
            skip = True
    return found


def _closed_up(cell: str) -> str:
    """ "姓　　名：" → "姓名：": letters of a label set apart to fill a column."""
    return _SPREAD.sub(lambda found: squash(found[0]) if label_of(found[0]) else found[0], cell)
