"""Where evidence stands in the words: cuts sentences into plain and marked parts.

Quotes may overlap and may run over a sentence's end, so everything is worked out on character offsets
of the whole transcript and only then cut at the sentences.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Quote:
    """One numbered piece of evidence inside an answer: characters ``[begin, end)`` of the transcript."""

    number: int
    begin: int
    end: int
    start: float | None  # seconds
    stop: float | None


@dataclass(frozen=True, slots=True)
class Part:
    """A run of characters under the same evidence; ``closes`` are the numbers that end here."""

    text: str
    numbers: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()

    @property
    def first(self) -> int | None:
        """The evidence a click on this part means."""
        return self.numbers[0] if self.numbers else None


def locate(text: str, quote: str, start: float | None, times: Sequence[tuple[int, float]]) -> int:
    """Offset of ``quote`` in ``text``, the occurrence nearest ``start`` seconds; -1 when absent.

    ``times`` pairs offsets with the second at which they are said, ascending.
    """
    hits = []
    at = text.find(quote) if quote else -1
    while at >= 0:
        hits.append(at)
        at = text.find(quote, at + 1)
    if len(hits) < 2 or start is None or not times:
        return hits[0] if hits else -1

    def said(offset: int) -> float:
        return max((second for begin, second in times if begin <= offset), default=0.0)

    return min(hits, key=lambda offset: abs(said(offset) - start))


def number_quotes(
    text: str, evidence: Sequence[Mapping[str, Any]], times: Sequence[tuple[int, float]] = ()
) -> list[Quote]:
    """Distinct quotes of one answer in reading order, from 1; what is not in the text is left out."""
    found: dict[tuple[int, int], tuple[float | None, float | None]] = {}
    for item in evidence:
        quote = item.get("quote") or ""
        at = locate(text, quote, item.get("start"), times)
        if at >= 0:
            found.setdefault((at, at + len(quote)), (item.get("start"), item.get("end")))
    ordered = sorted(found.items())
    return [
        Quote(n, begin, end, start, stop) for n, ((begin, end), (start, stop)) in enumerate(ordered, start=1)
    ]


def sentence_offsets(text: str, sentences: Sequence[str]) -> list[tuple[int, int]]:
    """Each sentence's ``[begin, end)`` in ``text``, searched onward; ``(-1, -1)`` when not verbatim there."""
    places, cursor = [], 0
    for sentence in sentences:
        at = text.find(sentence, cursor)
        places.append((at, at + len(sentence)) if at >= 0 else (-1, -1))
        if at >= 0:
            cursor = at + len(sentence)
    return places


def cut(sentence: str, begin: int, quotes: Sequence[Quote]) -> list[Part]:
    """The parts of one sentence that starts at offset ``begin`` of the transcript."""
    end = begin + len(sentence)
    touching = [q for q in quotes if q.begin < end and q.end > begin]
    if begin < 0 or not touching:
        return [Part(sentence)]
    edges = sorted(
        {begin, end, *(max(begin, q.begin) for q in touching), *(min(end, q.end) for q in touching)}
    )
    parts = []
    for left, right in itertools.pairwise(edges):
        over = tuple(q.number for q in touching if q.begin < right and q.end > left)
        closing = tuple(q.number for q in touching if q.end == right)
        parts.append(Part(sentence[left - begin : right - begin], over, closing))
    return parts
