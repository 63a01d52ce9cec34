"""Runs of a recognised picture → rows from top to bottom, and where the pieces of a row stand."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bole.parsing.documents.types import Box, Field
from bole.parsing.reading.runs import Page, Run

_SAME_ROW = 0.6  # of a letter's height


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces from left to right. ``text`` has no white space and no full-width signs."""

    runs: tuple[Run, ...]
    text: str

    def field(self, value: str, page: Page, runs: Iterable[Run] = ()) -> Field:
        """``value`` read in this row, in ``runs`` of it or all."""
        return field(value, page, tuple(runs) or self.runs)

    def holding(self, part: str) -> tuple[Run, ...]:
        """The pieces ``part`` was read from; all when it spans them oddly."""
        at = self.text.find(part)
        if at < 0:
            return self.runs
        found, seen = [], 0
        for run in self.runs:
            length = len(plain(run.text))
            if seen < at + len(part) and seen + length > at:
                found.append(run)
            seen += length
        return tuple(found) or self.runs


def rows(page: Page) -> list[Row]:
    """Every row of the page."""
    groups: list[list[Run]] = []
    for run in sorted(page.runs, key=lambda run: -run.height):
        last = groups[-1] if groups else []
        if last and _middle(last) - run.height < _SAME_ROW * min(run.size, last[0].size):
            last.append(run)
        else:
            groups.append([run])
    return [_row(group) for group in groups]


def field(value: str, page: Page, runs: tuple[Run, ...]) -> Field:
    """A value with the least certainty and the whole extent of what it was read from."""
    return Field(value, round(min(run.confidence for run in runs), 3), _box(runs, page))


def plain(text: str) -> str:
    """Half-width, without any white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _row(group: list[Run]) -> Row:
    runs = tuple(sorted(group, key=lambda run: run.left))
    return Row(runs, "".join(plain(run.text) for run in runs))


def _middle(group: list[Run]) -> float:
    return sum(run.height for run in group) / len(group)


def _box(runs: tuple[Run, ...], page: Page) -> Box:
    def part(value: float, whole: float) -> float:
        return round(min(1.0, max(0.0, value / whole)), 4)

    return (
        part(min(run.left for run in runs), page.width),
        part(page.height - max(run.top for run in runs), page.height),
        part(max(run.right for run in runs), page.width),
        part(page.height - min(run.bottom for run in runs), page.height),
    )
