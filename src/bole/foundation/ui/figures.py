"""Charts of pages that show figures: small JSON for the browser, and the same numbers as a table beside it.

Pages draw them with ``{% figure chart %}``; ``frontend/src/console/figures.ts`` knows the kinds.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Number = float | int | None


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values, as many as the chart has labels; ``low`` and ``high`` are ends of 95 % intervals."""

    name: str
    values: Sequence[Number]
    low: Sequence[Number] = ()
    high: Sequence[Number] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """``kind``: bars (across), stack (across, one on the other), points (with intervals, across) or lines
    (over time, with intervals). ``about`` says in a sentence what is drawn; ``n`` are the counts behind
    each label; ``marks`` are values of the axis with a line of their own."""

    kind: str
    about: str
    labels: Sequence[str]
    series: Sequence[Series]
    head: str = ""
    unit: str = ""
    decimals: int = 0
    least: Number = None
    most: Number = None
    n: Sequence[int] = ()
    marks: Sequence[float] = ()

    @property
    def empty(self) -> bool:
        """Nothing to draw."""
        return not any(value is not None for one in self.series for value in one.values)

    @property
    def data(self) -> str:
        """What the browser draws."""
        return json.dumps(
            {
                "kind": self.kind,
                "labels": list(self.labels),
                "series": [_series(one) for one in self.series],
                "unit": self.unit,
                "decimals": self.decimals,
                "least": self.least,
                "most": self.most,
                "n": list(self.n),
                "marks": list(self.marks),
            },
            ensure_ascii=False,
        )

    @property
    def heads(self) -> list[str]:
        """The table's head."""
        return [self.head, *(one.name for one in self.series), *(["N"] if self.n else [])]

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """The table: label and cells."""
        return [(label, self._cells(place)) for place, label in enumerate(self.labels)]

    def _cells(self, place: int) -> list[str]:
        told = [self._told(one, place) for one in self.series]
        return [*told, str(self.n[place])] if self.n else told

    def _told(self, one: Series, place: int) -> str:
        value = one.values[place]
        if value is None:
            return "–"
        text = f"{value:.{self.decimals}f}{self.unit}"
        if one.low and one.low[place] is not None and one.high[place] is not None:
            text += f" [{one.low[place]:.{self.decimals}f}, {one.high[place]:.{self.decimals}f}]"
        return text


def _series(one: Series) -> dict[str, Any]:
    return {
        "name": one.name,
        "values": list(one.values),
        "low": list(one.low),
        "high": list(one.high),
    }
