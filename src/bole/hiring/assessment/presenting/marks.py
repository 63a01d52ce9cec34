"""Where evidence stands in the words.

Every competency and every content measure has its own set of quotations in an answer; they overlap and
nest. Per set, overlapping quotations become one numbered region. Sentences are cut once at the borders of all
regions, and each piece says which it belongs to, so that the page can show one set at a time.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Region:
    """Characters ``[begin, end)`` of the transcript under one number; ``start`` and ``stop`` in seconds."""

    number: int
    begin: int
    end: int
    start: float | None
    stop: float | None


Sets = Mapping[str, Sequence[Region]]


@dataclass(frozen=True, slots=True)
class Part:
    """Characters under the same regions. ``refs``: ``key:number …``, with ``!`` where a region ends."""

    text: str
    refs: str = ""


def locate(text: str, item: Mapping[str, Any], times: Sequence[tuple[int, float]] = ()) -> int:
    """Offset of a quotation in ``text``; -1 when it is not there.

    The analysis tells the offset; without it the occurrence said nearest the quotation's start is taken.
    ``times`` pairs offsets with the second at which they are said, ascending.
    """
    quote, told = item.get("quote") or "", item.get("offset")
    if not quote:
        return -1
    if told is not None and text.startswith(quote, told):
        return int(told)
    hits = [at for at in range(len(text)) if text.startswith(quote, at)]
    start = item.get("start")
    if len(hits) < 2 or start is None or not times:
        return hits[0] if hits else -1

    def said(offset: int) -> float:
        return max((second for begin, second in times if begin <= offset), default=0.0)

    return min(hits, key=lambda offset: abs(said(offset) - start))


def regions(
    text: str, evidence: Sequence[Mapping[str, Any]], times: Sequence[tuple[int, float]] = ()
) -> list[Region]:
    """The regions of one set in reading order, numbered from 1; what is not in the text is left out."""
    spans = []
    for item in evidence:
        at = locate(text, item, times)
        if at >= 0:
            spans.append((at, at + len(item["quote"]), item.get("start"), item.get("end")))
    found: list[Region] = []
    for begin, end, start, stop in sorted(spans, key=lambda span: span[:2]):
        if found and begin < found[-1].end:
            last = found[-1]
            ends = [moment for moment in (last.stop, stop) if moment is not None]
            found[-1] = Region(
                last.number, last.begin, max(last.end, end), last.start, max(ends, default=None)
            )
        else:
            found.append(Region(len(found) + 1, begin, end, start, stop))
    return found


def number_at(found: Sequence[Region], offset: int) -> int | None:
    """The number of the region that holds this character."""
    return next((region.number for region in found if region.begin <= offset < region.end), None)


def sentence_offsets(text: str, sentences: Sequence[str]) -> list[tuple[int, int]]:
    """Each sentence's ``[begin, end)`` in ``text``, searched onward; ``(-1, -1)`` when not verbatim there."""
    places, cursor = [], 0
    for sentence in sentences:
        at = text.find(sentence, cursor)
        places.append((at, at + len(sentence)) if at >= 0 else (-1, -1))
        if at >= 0:
            cursor = at + len(sentence)
    return places


def cut(sentence: str, begin: int, sets: Sets) -> list[Part]:
    """The parts of one sentence that starts at offset ``begin`` of the transcript."""
    end = begin + len(sentence)
    near = [
        (key, region) for key, found in sets.items() for region in found
        if region.begin < end and region.end > begin
    ]  # fmt: skip
    if begin < 0 or not near:
        return [Part(sentence)]
    edges = {begin, end}
    for _key, region in near:
        edges |= {max(begin, region.begin), min(end, region.end)}
    parts = []
    for left, right in itertools.pairwise(sorted(edges)):
        over = [
            f"{key}:{region.number}{'!' if region.end == right else ''}"
            for key, region in near if region.begin < right and region.end > left
        ]  # fmt: skip
        parts.append(Part(sentence[left - begin : right - begin], " ".join(over)))
    return parts
