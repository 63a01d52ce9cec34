"""Words of the rubric strung together without being an answer, found from structure alone.

No learned detector: those see only the attack they were trained on. A sentence is cut greedily into the
longest stretches it shares with the rubric. An honest answer that shares much runs forward through it, in
long stretches, held together by small words; a bag jumps about in fragments, or has no small words at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bole.measurement.learning.pieces import is_small

_RUNS, _DENSITY, _MEAN_RUN = 4, 0.8, 5.5
_FORWARD, _BACK = 0.45, 0.2
_NEAR = 6  # tokens a stretch may skip forward and still count as running on
_LIST_TOKENS, _LIST_SMALL, _LIST_DENSITY = 14, 0.07, 0.6


@dataclass(frozen=True, slots=True)
class Shape:
    """How a token sequence shares stretches with a rubric."""

    count: int
    density: float
    mean_run: float
    forward: float
    back: float
    small: float


def shape_of(tokens: Sequence[str], reference: Sequence[str]) -> Shape:
    """Greedy longest shared stretches of at least two tokens; one for words that carry meaning alone."""
    places: dict[str, list[int]] = {}
    for index, token in enumerate(reference):
        places.setdefault(token, []).append(index)
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        start, length = _longest(tokens, at, reference, places)
        if length >= 2 or (length == 1 and len(tokens[at]) > 1 and not is_small(tokens[at])):
            runs.append((start, length))
            at += length
        else:
            at += 1
    moves = [b[0] - (a[0] + a[1]) for a, b in pairwise(runs)]
    covered = sum(length for _, length in runs)
    return Shape(
        len(runs),
        covered / max(1, len(tokens)),
        covered / max(1, len(runs)),
        sum(0 <= m <= _NEAR for m in moves) / max(1, len(moves)),
        sum(m < 0 for m in moves) / max(1, len(moves)),
        sum(map(is_small, tokens)) / max(1, len(tokens)),
    )


def _longest(
    tokens: Sequence[str], at: int, reference: Sequence[str], places: dict[str, list[int]]
) -> tuple[int, int]:
    best, where = 0, -1
    for start in places.get(tokens[at], ())[:40]:
        length = 1
        while (
            at + length < len(tokens)
            and start + length < len(reference)
            and tokens[at + length] == reference[start + length]
        ):
            length += 1
        if length > best:
            best, where = length, start
    return where, best


def is_bag(tokens: Sequence[str], reference: Sequence[str]) -> bool:
    """Whether these tokens are fragments of the reference in no order, or a list where the reference
    speaks.
    """
    shape = shape_of(tokens, reference)
    if (
        shape.count >= _RUNS
        and shape.density >= _DENSITY
        and shape.mean_run <= _MEAN_RUN
        and shape.forward <= _FORWARD
        and shape.back >= _BACK
    ):
        return True
    small = sum(map(is_small, filter(None, reference))) / max(1, sum(map(bool, reference)))
    return (
        len(tokens) >= _LIST_TOKENS
        and shape.density >= _LIST_DENSITY
        and shape.small < min(_LIST_SMALL, 0.4 * small)
        and shape.mean_run <= _MEAN_RUN
    )
