"""Pieces of text with a place on a page: what a PDF page and a recognised picture have in common."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Letters drawn together. Points, origin bottom left; ``size``: height of the letters; ``order``: as
    drawn."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    order: int
    bold: bool = False
    confidence: float = 1.0
    base: float = math.nan  # where the letters stand, when it is known better than by their box

    @property
    def level(self) -> float:
        """What runs of one line have in common, whatever their size."""
        return self.bottom if math.isnan(self.base) else self.base

    @property
    def middle(self) -> float:
        """Centre, horizontally."""
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        """Centre, vertically."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line or the edge of a box, as in the borders of a table."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def upright(self) -> bool:
        """Whether it runs from top to bottom."""
        return self.top - self.bottom > self.right - self.left


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size and what is on it to read."""

    width: float
    height: float
    runs: tuple[Run, ...]
    rules: tuple[Rule, ...] = ()
