"""Tables of ratings: rows are people (or answers), columns raters (or questions). None, NaN and infinite
values are missing; no function here ever fills one in."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bole.kernel.errors import InvalidError

Table = Sequence[Sequence[float | None]]
Floats = NDArray[np.float64]


def matrix(table: Table) -> Floats:
    """A rectangular array with NaN where a value is missing. InvalidError (``ragged_table``) otherwise."""
    rows = [[_number(value) for value in row] for row in table]
    width = len(rows[0]) if rows else 0
    if any(len(row) != width for row in rows):
        raise InvalidError("all rows of a table have the same length", code="ragged_table")
    return np.array(rows, dtype=float).reshape(len(rows), width)


def complete(table: Table) -> tuple[Floats, int]:
    """Rows without a gap (listwise deletion), and how many rows had one."""
    whole = matrix(table)
    kept = whole[~np.isnan(whole).any(axis=1)] if whole.size else whole
    return kept, len(whole) - len(kept)


def pairs(first: Sequence[float | None], second: Sequence[float | None]) -> tuple[Floats, int]:
    """The pairs both sides have a value for, as an n × 2 array, and how many were left out."""
    if len(first) != len(second):
        raise InvalidError("both sides rate the same people in the same order", code="ragged_table")
    return complete(list(zip(first, second, strict=True)))


def is_flat(values: Floats) -> bool:
    """Whether values differ by no more than rounding at their own size, or by so little that no variance can
    be written down."""
    if values.size == 0:
        return True
    spread = float(np.ptp(values))
    return spread <= 1e-9 * float(np.abs(values).max()) or spread * spread < float(np.finfo(float).tiny)


def _number(value: Any) -> float:
    number = math.nan if value is None else float(value)
    return number if math.isfinite(number) else math.nan
