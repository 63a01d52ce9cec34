"""Spans of time, half open ``[start, end)``, in lists that are sorted and do not touch."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple


class Span(NamedTuple):
    """From ``start`` up to but not including ``end``; both aware."""

    start: datetime
    end: datetime


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time as the fewest spans; empty ones go."""
    found: list[Span] = []
    for one in sorted(one for one in spans if one.start < one.end):
        if found and one.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(one)
    return found


def meeting(left: Iterable[Span], right: Iterable[Span]) -> list[Span]:
    """The time that lies in both."""
    a, b = merged(left), merged(right)
    found: list[Span] = []
    i = j = 0
    while i < len(a) and j < len(b):
        start, end = max(a[i].start, b[j].start), min(a[i].end, b[j].end)
        if start < end:
            found.append(Span(start, end))
        if a[i].end < b[j].end:
            i += 1
        else:
            j += 1
    return found


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """The time of ``spans`` that does not lie in ``taken``."""
    gone, found = merged(taken), []
    for one in merged(spans):
        at = one.start
        for hole in gone:
            if hole.end <= at or hole.start >= one.end:
                continue
            if at < hole.start:
                found.append(Span(at, hole.start))
            at = max(at, hole.end)
        if at < one.end:
            found.append(Span(at, one.end))
    return found


def inside(one: Span, spans: Sequence[Span]) -> bool:
    """Whether ``one`` lies in a single one of merged spans."""
    return any(span.start <= one.start and one.end <= span.end for span in spans)


def clashes(one: Span, spans: Iterable[Span]) -> bool:
    """Whether ``one`` has time in common with any of them."""
    return any(one.start < span.end and span.start < one.end for span in spans)
