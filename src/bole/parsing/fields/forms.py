"""Forms: tables in which every row says by itself what it holds ("外语水平 | CET-4 | 特长 | 点钞")."""

import re
from collections.abc import Callable
from dataclasses import replace

from bole.parsing.fields.labels import label_of
from bole.parsing.text import has_cjk
from bole.parsing.types import Line

_LISTS = ("skills", "certificates", "languages")
Kinds = Callable[[str], tuple[str, ...]]


def parted(line: Line, kinds_of: Kinds) -> tuple[Line, list[tuple[str, Line]]]:
    """A row with several pairs of label and value: what is left of it, and (kind, value) of what belongs
    into a list."""
    cells, found = list(line.cells), list[tuple[str, Line]]()
    place = 0
    while line.row and len(line.cells) > 3 and place + 1 < len(cells):
        kinds, value = kinds_of(cells[place]), cells[place + 1]
        plain = value.strip() and not kinds_of(value) and not label_of(value)
        if plain and len(kinds) == 1 and kinds[0] in _LISTS:
            found.append((kinds[0], replace(line, cells=(value,))))
            del cells[place : place + 2]
        else:
            place += 1
    return (replace(line, cells=tuple(cells)) if found else line), found


def names_another(line: Line, title: Line | None) -> bool:
    """Whether this row "label | value" ends the list above it, which began with such a row, too: its label
    is none this program knows, but no item either."""
    if title is None or not (title.row and line.row) or abs(title.left - line.left) > 3:
        return False
    first, *rest = line.cells
    filled = [cell for cell in rest if cell.strip()]
    short = 2 <= len(first) <= 12 and has_cjk(first) and not re.search(r"[\d、，,;；]", first)
    return short and len(title.cells) > 1 and len(filled) == 1
