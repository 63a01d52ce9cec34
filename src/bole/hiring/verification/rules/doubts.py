"""What is to be verified by asking: gaps in the résumé, and jobs whose end is not said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bole.kernel.periods import Stretch, holes, month_of, stretch, together, written

Kind = Literal["gap", "no_end"]
MOST = 8


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to ask about. ``what``: months from–to for a gap, the employer for a missing end."""

    kind: Kind
    what: str
    months: int = 0


def doubts(
    work: Sequence[Mapping[str, Any]], education: Sequence[Mapping[str, Any]], *, months: int, today: date
) -> list[Doubt]:
    """Jobs left without a printed end (and not said to be the present one), then gaps of at least ``months``
    after the first full-time job in which neither work nor school is printed."""
    return [*_without_end(work), *_gaps(work, education, months, today)][:MOST]


def _without_end(work: Sequence[Mapping[str, Any]]) -> list[Doubt]:
    return [
        Doubt("no_end", str(row["employer"]))
        for row in work
        if row.get("employer") and row.get("start") and not row.get("end") and not row.get("current")
    ]


def _gaps(
    work: Sequence[Mapping[str, Any]], education: Sequence[Mapping[str, Any]], months: int, today: date
) -> list[Doubt]:
    full = [_months(row, today) for row in work if row.get("kind", "job") == "job"]
    every = [_months(row, today) for row in (*work, *education)]
    began = [min(one.possible) for one in full if one.possible]
    if not began:
        return []
    covered = together(one for one in every if one.known).possible
    found = holes(covered, min(began), month_of(today) - 1)  # the present month is not over
    return [
        Doubt("gap", f"{written(first)}–{written(last)}", last - first + 1)
        for first, last in found
        if last - first + 1 >= months
    ]


def _months(row: Mapping[str, Any], today: date) -> Stretch:
    return stretch(row.get("start"), row.get("end"), current=bool(row.get("current")), today=today)
