"""Small tools on sampled signals: smoothing, runs, turning points. Times in seconds."""

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bole.perception.types import Floats

REST = 0.12  # share of a movement within which its beginning and end still count as resting
NEAR = 1e-3  # seconds within which a picture counts as taken at that moment


def smooth(values: Floats, width: int) -> Floats:
    """Centred moving average over ``width`` (odd) samples."""
    if width < 2 or len(values) < 2:
        return values
    padded = np.pad(values, width // 2, mode="edge")
    return np.convolve(padded, np.ones(width) / width, "valid")[: len(values)].astype(np.float32)


def runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """[first, last] indices of stretches of True."""
    edges = np.diff(np.concatenate(([False], flags, [False])).astype(np.int8))
    starts, ends = np.nonzero(edges == 1)[0], np.nonzero(edges == -1)[0] - 1
    return [(int(a), int(b)) for a, b in zip(starts, ends, strict=True)]


def evenly(at: Floats, values: Floats, hz: float, longest: float) -> tuple[Floats, Floats]:
    """The signal at even steps of 1/``hz`` seconds, by straight lines between known values at most
    ``longest`` seconds apart; NaN in longer holes and outside.

    A camera in poor light drops pictures, and a small face is lost for one now and then; what was seen goes
    on meanwhile. Without this a rule would take the number of pictures for a length of time.
    """
    known = ~np.isnan(values)
    if not known.any():
        return at, values
    grid = at[0] + np.arange(round(float(at[-1] - at[0]) * hz) + 1, dtype=np.float64) / hz
    times = at[known].astype(np.float64)
    even = np.interp(grid, times, values[known], left=np.nan, right=np.nan)
    before = times[np.searchsorted(times, grid + NEAR).clip(1) - 1]
    after = times[np.searchsorted(times, grid - NEAR).clip(None, len(times) - 1)]
    even[after - before > longest] = np.nan
    return grid.astype(np.float32), even.astype(np.float32)


def spans_above(at: Floats, values: Floats, high: float, low: float, bridge: float) -> list[tuple[int, int]]:
    """Stretches above ``low`` that reach ``high``; holes shorter than ``bridge`` seconds are closed."""
    with np.errstate(invalid="ignore"):
        loose = [(a, b) for a, b in runs(values > low) if np.nanmax(values[a : b + 1]) > high]
    joined: list[tuple[int, int]] = []
    for a, b in loose:
        if joined and at[a] - at[joined[-1][1]] <= bridge:
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return joined


@dataclass(frozen=True, slots=True)
class Swing:
    """One half movement between two turning points; ``size`` keeps its direction."""

    start: float
    end: float
    size: float


def swings(at: Floats, values: Floats, least: float) -> list[Swing]:
    """Alternating movements of at least ``least`` between turning points, without rests at their ends."""
    turns: list[int] = []
    direction, low, high = 0, 0, 0
    for i in range(1, len(values)):
        high = i if values[i] > values[high] else high
        low = i if values[i] < values[low] else low
        if direction >= 0 and values[high] - values[i] >= least:
            turns.append(high)
            direction, low, high = -1, i, i
        elif direction <= 0 and values[i] - values[low] >= least:
            turns.append(low)
            direction, low, high = 1, i, i
    if turns:
        turns.append(high if direction > 0 else low)  # the last movement, as far as it went
    moves = [_move(at, values, a, b) for a, b in itertools.pairwise(turns)]
    return [move for move in moves if abs(move.size) >= least]


def _move(at: Floats, values: Floats, first: int, last: int) -> Swing:
    """From the last point still at rest to the first one that has arrived."""
    size = float(values[last] - values[first])
    near = REST * abs(size)
    begin, end = first, last
    while begin + 1 < last and abs(float(values[begin + 1] - values[first])) <= near:
        begin += 1
    while end - 1 > begin and abs(float(values[end - 1] - values[last])) <= near:
        end -= 1
    return Swing(float(at[begin]), float(at[end]), size)
