"""Tables with borders: from their rules to cells, so that a wrapped cell stays one cell."""

from collections.abc import Sequence
from itertools import pairwise

from bole.parsing.reading.runs import Rule, Run

Box = tuple[float, float, float, float]  # left, bottom, right, top
_NEAR = 2.5  # points between ends of rules that are meant to meet
_LEAST = 8.0


class Table:
    """A grid: ``rows`` of (left, bottom, right, top) boxes, top row first."""

    def __init__(self, rows: list[list[Box]]) -> None:
        self.rows = rows
        boxes = [box for row in rows for box in row]
        self.left, self.bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
        self.right, self.top = max(b[2] for b in boxes), max(b[3] for b in boxes)

    def holds(self, run: Run) -> bool:
        """Whether the run stands inside the grid."""
        return self.left <= run.middle <= self.right and self.bottom <= run.height <= self.top

    def cells(self, row: Sequence[Box], runs: Sequence[Run]) -> list[list[Run]]:
        """The runs of each cell of a row."""
        return [[r for r in runs if b[0] <= r.middle < b[2] and b[1] <= r.height < b[3]] for b in row]


def find(rules: Sequence[Rule]) -> list[Table]:
    """Grids of at least two rows of cells, one of them with two or more."""
    flat = [rule for rule in rules if not rule.upright]
    upright = [rule for rule in rules if rule.upright]
    if len(flat) < 3 or len(upright) < 2:
        return []
    levels = _levels([(rule.bottom + rule.top) / 2 for rule in flat])
    rows = [
        row for high, low in pairwise(sorted(levels, reverse=True)) if (row := _row(flat, upright, high, low))
    ]
    groups = [group for group in _groups(rows) if len(group) > 1 and max(map(len, group)) > 1]
    return [Table(_merged(flat, group)) for group in groups]


def _levels(values: list[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _NEAR:
            kept.append(value)
    return kept


def _row(flat: Sequence[Rule], upright: Sequence[Rule], high: float, low: float) -> list[Box]:
    """The cells between two levels, bounded by the upright rules that cross the row."""
    if high - low < _LEAST:
        return []
    middle = (high + low) / 2
    crossing = [
        r
        for r in upright
        if r.bottom - _NEAR <= low + 3 and r.top + _NEAR >= high - 3 and r.bottom < middle < r.top
    ]
    edges = _levels([(r.left + r.right) / 2 for r in crossing])
    if (
        len(edges) < 2
        or not _covered(flat, edges[0], edges[-1], high)
        or not _covered(flat, edges[0], edges[-1], low)
    ):
        return []
    return [(a, low, b, high) for a, b in pairwise(edges) if b - a > _LEAST]


def _covered(flat: Sequence[Rule], left: float, right: float, level: float) -> bool:
    """Whether rules run along the level for most of its length."""
    here = sorted((r.left, r.right) for r in flat if abs((r.bottom + r.top) / 2 - level) <= _NEAR)
    reached, total = left, 0.0
    for begin, end in here:
        fresh, stop = max(begin, reached), min(end, right)
        if stop > fresh:
            total, reached = total + stop - fresh, stop
    return total > 0.6 * (right - left)


def _merged(flat: Sequence[Rule], rows: list[list[Box]]) -> list[list[Box]]:
    """A first cell without a rule below it goes on downwards: its text belongs to the first of its rows."""
    top = 0
    for index in range(1, len(rows)):
        left, low, right, high = rows[index][0]
        same = abs(rows[top][0][0] - left) < _NEAR and abs(rows[top][0][2] - right) < _NEAR
        if same and len(rows[index]) > 1 and not _covered(flat, left, right, high):
            rows[top][0] = (left, low, right, rows[top][0][3])
            rows[index][0] = (left, high, right, high)  # empty: what is written there was taken above
        else:
            top = index
    return rows


def _groups(
    rows: list[list[Box]],
) -> list[list[list[Box]]]:
    """Rows that touch belong to one table."""
    groups: list[list[list[Box]]] = []
    for row in rows:
        if groups and abs(groups[-1][-1][0][1] - row[0][3]) <= _NEAR:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups
