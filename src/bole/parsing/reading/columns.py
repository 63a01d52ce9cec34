"""Columns: the longest empty strip that runs down a page parts it; above and below it is read straight
across."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bole.parsing.reading.runs import Run

GUTTER = 6.0  # points
_HEIGHT = 60.0
_HANGING = 10.0  # signs like 【 may stand left of their column
_LINES = 3
_DEPTH = 4
_TOUCHING = 0.45  # of the letters' height: no wider than a space between words
_BARE = re.compile(r"[:：]$|(?:19|20)\d\d|至今|Present", re.IGNORECASE)  # a label, a date
_DATED = re.compile(r"(?:19|20)\d\d|至今|Present", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """Runs to be read together; ``edge``: how far to the right its lines may reach."""

    runs: tuple[Run, ...]
    edge: float


def split(runs: Sequence[Run], edge: float) -> list[Block]:
    """Blocks in reading order: what is above the strip, its left, its right, what is below."""
    words = _words(runs)
    blocks = _split([whole for whole, _ in words], edge, _DEPTH)
    letters = {id(whole): parts for whole, parts in words}
    return [Block(tuple(r for whole in b.runs for r in letters[id(whole)]), b.edge) for b in blocks]


def _words(runs: Sequence[Run]) -> list[tuple[Run, list[Run]]]:
    """Runs drawn one after the other without a gap as one: many programs draw each letter by itself."""
    words: list[tuple[Run, list[Run]]] = []
    for run in runs:
        last = words[-1][0] if words else None
        if last is None or run.order < 0 or not _goes_on(last, run):
            words.append((replace(run), [run]))
            continue
        right, size = max(last.right, run.right), max(last.size, run.size)
        whole = replace(last, text=last.text + run.text, right=right, size=size,
                        bottom=min(last.bottom, run.bottom), top=max(last.top, run.top))  # fmt: skip
        words[-1] = (whole, [*words[-1][1], run])
    return words


def _goes_on(last: Run, run: Run) -> bool:
    beside = -_TOUCHING * run.size < run.left - last.right < _TOUCHING * run.size
    return beside and abs(last.height - run.height) < 0.45 * min(last.size, run.size)


def _split(runs: Sequence[Run], edge: float, depth: int) -> list[Block]:
    if not runs:
        return []
    found = _strip(runs) if depth else None
    if found is None:
        return [Block(tuple(runs), edge)]
    cut, top, bottom = found
    above = [r for r in runs if r.height > top]
    below = [r for r in runs if r.height < bottom]
    inside = [r for r in runs if bottom <= r.height <= top]
    left = [r for r in inside if r.middle < cut]
    right = [r for r in inside if r.middle >= cut]
    beside = _frame(left, min(r.left for r in right) - GUTTER)
    return [
        *_split(above, edge, depth - 1),
        *_split(left, beside, depth - 1),
        *_split(right, edge, depth - 1),
        *_split(below, edge, depth - 1),
    ]


def _strip(runs: Sequence[Run]) -> tuple[float, float, float] | None:
    """(x, top, bottom) of the tallest strip with at least three lines on either side."""
    best: tuple[float, float, float, float, float] | None = None
    for cut in _cuts(runs):
        for top, bottom in _clear(runs, cut):
            width = _width(runs, cut, top, bottom)
            rank = (round((top - bottom) / 24), width, cut, top, bottom)
            if width >= GUTTER and (best is None or rank > best) and _two_sided(runs, cut, top, bottom):
                best = rank
    return None if best is None else best[2:]


def _cuts(runs: Sequence[Run]) -> list[float]:
    """Places just left of where several lines begin."""
    starts: dict[int, list[float]] = {}
    for run in runs:
        starts.setdefault(round(run.left / 3), []).append(run.left)
    leftmost = min(run.left for run in runs)
    cuts = [min(places) - 0.5 for places in starts.values() if len(places) >= 2]
    return [cut for cut in cuts if cut > leftmost + GUTTER]


def _clear(runs: Sequence[Run], cut: float) -> list[tuple[float, float]]:
    """(top, bottom) of the stretches in which nothing crosses the strip left of ``cut``."""
    crossing = sorted(
        (r for r in runs if r.left < cut - _HANGING and r.right > cut - GUTTER), key=lambda r: -r.height
    )
    beside = [r for r in runs if r not in crossing]
    bounds = [float("inf"), *(r.height for r in crossing), float("-inf")]
    stretches = []
    for upper, lower in pairwise(bounds):
        inside = [r for r in beside if lower < r.height < upper]
        if inside:
            top, bottom = max(r.top for r in inside), min(r.bottom for r in inside)
            if top - bottom > _HEIGHT:
                stretches.append((top, bottom))
    return stretches


def _width(runs: Sequence[Run], cut: float, top: float, bottom: float) -> float:
    inside = [r for r in runs if bottom <= r.height <= top]
    left = max((r.right for r in inside if r.middle < cut), default=cut)
    right = min((r.left for r in inside if r.middle >= cut), default=cut)
    return right - left


def _two_sided(runs: Sequence[Run], cut: float, top: float, bottom: float) -> bool:
    """Whether both sides have lines enough, and the right one is more than dates set at the right edge."""
    inside = [r for r in runs if bottom <= r.height <= top]
    left, right = [r for r in inside if r.middle < cut], [r for r in inside if r.middle >= cut]
    if any(len({round(r.height / 4) for r in side}) < _LINES for side in (left, right)):
        return False
    if _beside_each_line(left, right):
        return False
    dated = sum(_DATED.search(r.text) is not None for r in right)
    return dated < 0.6 * sum(bool(r.text.strip()) for r in right)


def _beside_each_line(left: Sequence[Run], right: Sequence[Run]) -> bool:
    """Labels or dates in a column of their own, each beside what it belongs to."""
    said = [run for run in left if run.text.strip() and run.order >= 0]
    bare = [run for run in said if _BARE.search(run.text.strip())]
    if len(bare) < 0.5 * len(said):
        return False
    level = sum(any(abs(run.bottom - one.bottom) < 0.5 * run.size for one in right) for run in bare)
    return level >= 0.8 * len(bare)


def _frame(runs: Sequence[Run], limit: float) -> float:
    """The right edge of a left column: where two long lines end together, else as far as the next column
    lets it."""
    begin = min(run.left for run in runs)
    ends = sorted((run.right for run in runs if run.right - begin > 0.7 * (limit - begin)), reverse=True)
    size = max(run.size for run in runs)
    return ends[0] if len(ends) > 1 and ends[0] - ends[1] < size else limit
