"""Cut the words spoken to the scorer out of a long stretch, so that the honest rest of it still counts.

Recognisers often write no punctuation; one order to the scorer would then take a whole answer with it. A
stretch that holds one is cut at commas, spaces, pauses, segment borders and opening words; the shortest run
of pieces that is an order becomes a unit of its own.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bole.measurement.flags.instructing import addresses_scorer, speaks_to_scorer
from bole.measurement.text.normalise import is_cjk
from bole.measurement.text.reading import Reading, borders
from bole.measurement.text.units import Unit, letters, unit_of

Piece = tuple[int, int]
_CUT_ZH = re.compile(
    r"[，,、:：。；;]\s*|\s+|(?=另外|从现在|我在|我叫|我有|你的任务|你是|你不再|本题|这个回答|"
    r"这段话|在这里|然后|我会|我先|我就|我们|所以|最后|因为|首先|其次|请|希望|"
    r"接下来|系统|评分|后来|报告)"
)
_CUT_EN = re.compile(
    r"[,;:.]\s*|\s(?=(?:and|but|so|then|because|please|i|i'd|we|now|dear|note|also|"
    r"finally|first) )"
)
_LONG = {"zh": 26, "en": 140}  # characters of a unit from which orders hidden by other words are looked for
_LEFT = {"zh": 4, "en": 3}  # letters of a remainder that still counts as something said
_RUN = 4  # pieces an order may span


def isolated(reading: Reading) -> Reading:
    """The same reading with orders to the scorer in units of their own."""
    edges = tuple(borders(reading.transcript, reading.normal))
    units: list[Unit] = []
    for unit in reading.units:
        units += _split(unit, reading, edges)
    if len(units) == len(reading.units):
        return reading
    return replace(reading, units=tuple(units), repeats=reading.repeats_of(tuple(units)))


def _split(unit: Unit, reading: Reading, edges: Sequence[int]) -> list[Unit]:
    language = reading.language
    whole = speaks_to_scorer(unit.text, language)
    if not whole and unit.end - unit.start < _LONG[language]:
        return [unit]
    pieces = list(_pieces(reading.text, unit, edges, language))
    if len(pieces) < 2:
        return [unit]
    run = _shortest_run(reading.text, pieces, language, addressed=not whole)
    if run is None:
        return [unit]
    low, high = _grown(reading.text, pieces, *run)
    parts = _parts(reading.text, unit, pieces[low][0], pieces[high][1], language)
    cut: list[Unit] = []
    for start, end, ordered in parts:
        part = unit_of(reading.text, start, end, language)
        if part is not None:
            cut += [part] if ordered else _split(part, reading, edges)
    return cut


def _pieces(text: str, unit: Unit, edges: Iterable[int], language: str) -> Iterator[Piece]:
    cut = _CUT_ZH if language == "zh" else _CUT_EN
    marks = {m.end() for m in cut.finditer(text, unit.start + 1, unit.end)}
    marks |= {e for e in edges if unit.start < e < unit.end}
    at = unit.start
    for mark in [*sorted(marks), unit.end]:
        if letters(text[at:mark]):
            yield at, mark
            at = mark


def _shortest_run(
    text: str, pieces: Sequence[Piece], language: str, *, addressed: bool
) -> tuple[int, int] | None:
    """First and last piece of the shortest order. ``addressed``: only one that names who scores."""
    for length in range(1, min(_RUN, len(pieces)) + 1):
        for first in range(len(pieces) - length + 1):
            said = text[pieces[first][0] : pieces[first + length - 1][1]]
            if speaks_to_scorer(said, language) and (not addressed or addresses_scorer(said, language)):
                return first, first + length - 1
    return None


def _grown(text: str, pieces: Sequence[Piece], low: int, high: int) -> tuple[int, int]:
    """The run with neighbours that only call the scorer ("dear scoring system")."""
    language = "zh" if any(map(is_cjk, text)) else "en"
    while low > 0 and addresses_scorer(text[slice(*pieces[low - 1])], language):
        low -= 1
    while high + 1 < len(pieces) and addresses_scorer(text[slice(*pieces[high + 1])], language):
        high += 1
    return low, high


def _parts(text: str, unit: Unit, start: int, end: int, language: str) -> list[tuple[int, int, bool]]:
    """Before, order, after; a remainder of a syllable or two goes with the order."""
    if letters(text[unit.start : start]) < _LEFT[language]:
        start = unit.start
    if letters(text[end : unit.end]) < _LEFT[language]:
        end = unit.end
    parts = [(unit.start, start, False), (start, end, True), (end, unit.end, False)]
    return [p for p in parts if p[0] < p[1]]
