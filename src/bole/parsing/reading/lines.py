"""Runs → lines → possible reading orders of a document."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bole.parsing.reading import columns, tables
from bole.parsing.reading.columns import Block
from bole.parsing.reading.runs import Page, Run
from bole.parsing.reading.tables import Table
from bole.parsing.text import join
from bole.parsing.types import Line

_COLUMN = 7  # lines of a cell that is more than a cell
_CELL = 1.3  # letters' heights between runs that are cells of their own
_WORDS = 0.7  # of the letters' height: wider than any space between words
_PAGE = re.compile(
    r"第\s*\d+\s*页|^\W*\d{1,2}\s*/\s*\d{1,2}\W*$|^\W*\d{1,2}\W*$|\bpage\s*\d+\b", re.IGNORECASE
)
_SAME = 0.45  # of the letters' height between baselines of one line


def orders(pages: Sequence[Page]) -> tuple[tuple[Line, ...], ...]:
    """The document straight across, by columns where there are any, and as drawn; equal ones once."""
    pages = _without_running_heads(pages)
    across = [line for page in pages for line in _across(page)]
    parted = [line for page in pages for line in _parted(page)]
    found = [across]
    if [line.text for line in parted] != [line.text for line in across]:
        drawn = [line for page in pages for line in _drawn(page)]
        found += [parted, drawn]
    return tuple(tuple(replace(line, number=n) for n, line in enumerate(order, 1)) for order in found)


def _without_running_heads(pages: Sequence[Page]) -> Sequence[Page]:
    """What is printed at the same place of several pages is read once; numbers of pages are not read."""
    if len(pages) < 2:
        return pages
    seen: set[tuple[str, int]] = set()
    kept = []
    for page in pages:
        rows = _rows(page.runs)
        edges = [*rows[:2], *rows[-2:]]
        dropped = {id(run) for row in edges if _is_number(row) or _place(row) in seen for run in row}
        seen |= {_place(row) for row in edges}
        kept.append(replace(page, runs=tuple(run for run in page.runs if id(run) not in dropped)))
    return kept


def _place(row: Sequence[Run]) -> tuple[str, int]:
    return "".join(run.text for run in row).strip(), round(row[0].bottom / 3)


def _is_number(row: Sequence[Run]) -> bool:
    return _PAGE.search("".join(run.text for run in row).strip()) is not None


def _across(page: Page) -> list[Line]:
    grids = tables.find(page.rules)
    return _lines(page, grids, [Block(_with_marks(page, grids), _edge(page))])


def _parted(page: Page) -> list[Line]:
    grids = tables.find(page.rules)
    return _lines(page, grids, columns.split(_with_marks(page, grids), _edge(page)))


def _edge(page: Page) -> float:
    """Lines may reach as far to the right as they begin from the left, at least as far as the longest."""
    if not page.runs:
        return page.width
    margin = min(run.left for run in page.runs)
    longest = max((run.right for run in page.runs if run.right <= page.width), default=page.width)
    return max(page.width - margin, longest)


def _with_marks(page: Page, grids: Sequence[Table]) -> tuple[Run, ...]:
    """The runs outside tables, and one empty run in the place of each table (``order`` −1, −2, …)."""
    free = [run for run in page.runs if not any(grid.holds(run) for grid in grids)]
    marks = [Run("", g.left, g.bottom, g.right, g.top, 1.0, -1 - n) for n, g in enumerate(grids)]
    return (*free, *marks)


def _lines(page: Page, grids: Sequence[Table], blocks: Iterable[Block]) -> list[Line]:
    """Lines of the blocks; a table is put in where its top stands."""
    found: list[Line] = []
    for block in blocks:
        free = [run for run in block.runs if run.order >= 0]
        longest = max((run.right for run in free), default=block.edge)
        placed = [(-row[0].height, _line(row, block.edge, longest)) for row in _rows(free)]
        marks = [run for run in block.runs if run.order < 0]
        placed += [item for mark in marks for item in _table(grids[-1 - mark.order], page.runs)]
        found += [line for _, line in sorted(placed, key=lambda item: item[0])]
    return found


def _table(grid: Table, runs: Sequence[Run]) -> list[tuple[float, Line]]:
    """(place from the top, line) of each row; a cell as tall as a column of the page is read line by line."""
    rows = []
    for row in grid.rows:
        cells = grid.cells(row, runs)
        if not any(cells):
            continue
        first = next(run for cell in cells for run in cell)
        if len(cells) == 1 or max(len(_rows(cell)) for cell in cells) >= _COLUMN:
            step = 0.0
            for cell, box in zip(cells, row, strict=True):
                for line in _rows(cell):
                    rows.append((-row[0][3] + step, _line(line, box[2])))
                    step += 0.001  # cells one after the other
        else:
            texts = tuple(_cell_text(cell, box[2]) for cell, box in zip(cells, row, strict=True))
            rows.append((-row[0][3], Line(texts, size=first.size, bold=first.bold, row=True, left=row[0][0])))
    return rows


def _cell_text(runs: Sequence[Run], edge: float) -> str:
    """A cell's lines: joined where they were broken at the edge, else set apart by a line feed."""
    text, full = "", False
    for row in _rows(runs):
        line = _line(row, edge)
        flat = "\t".join(line.cells)
        text = flat if not text else join(text, flat) if full else f"{text}\n{flat}"
        full = edge - max(run.right for run in row) < 2.2 * line.size
    return text


def _rows(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs with one baseline, top first, each from left to right."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (-r.level, r.left)):
        if not run.text.strip() and not run.text:
            continue
        row = rows[-1] if rows else None
        if row and abs(_baseline(row) - run.level) <= _SAME * min(row[0].size, run.size):
            row.append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda r: (r.left, r.order)) for row in rows if any(r.text.strip() for r in row)]


def _baseline(row: Sequence[Run]) -> float:
    return sum(run.level for run in row) / len(row)


def _line(row: Sequence[Run], edge: float, longest: float = math.inf) -> Line:
    cells, last = [row[0].text], row[0]
    for run in row[1:]:
        gap, size = run.left - last.right, max(min(run.size, last.size), 1.0)
        if gap > _CELL * size and (cells[-1].strip() and run.text.strip()):
            cells.append(run.text)
        else:
            cells[-1] += _space(last, run, gap, size) + run.text
        last = run if run.right > last.right else last
    whole = [run for run in row if run.text.strip()]
    size = max(run.size for run in whole)
    right = max(run.right for run in whole)
    return Line(
        tuple(cell.strip(" \t") for cell in cells),
        size=round(size, 1),
        bold=all(run.bold for run in whole),
        room=max(edge - right, 0.0),
        slack=max(longest - right, 0.0),
        confidence=min(run.confidence for run in whole),
        left=min(run.left for run in whole),
    )


def _space(last: Run, run: Run, gap: float, size: float) -> str:
    """What stands between two runs of a cell: two spaces where Latin words were set apart on purpose."""
    latin = last.text.strip()[-1:].isascii() and run.text.strip()[:1].isascii()
    if latin and gap > _WORDS * size:
        return "  "
    if gap < 0.16 * size or last.text[-1:].isspace() or run.text[:1].isspace():
        return ""
    wide = all(c >= "\u2e80" for c in (last.text[-1:], run.text[:1]) if c)
    return " " if gap > 0.5 * size or not wide else ""


def _drawn(page: Page) -> list[Line]:
    """In the order of drawing: a new line whenever the next run is not to the right on the same baseline."""
    groups: list[list[Run]] = []
    for run in page.runs:
        last = groups[-1][-1] if groups else None
        same = last is not None and abs(last.level - run.level) <= _SAME * min(last.size, run.size)
        if last is not None and same and last.left <= run.left and run.left - last.right < 8 * run.size:
            groups[-1].append(run)
        else:
            groups.append([run])
    edge = _edge(page)
    return [_line(group, edge) for group in groups if any(run.text.strip() for run in group)]
