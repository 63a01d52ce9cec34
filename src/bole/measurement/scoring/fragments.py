"""Stretches made of the rubric's own pieces: key points in bits, and lists where speech is asked for.

No segmenter and nothing learned. Who answers shares short bits with the rubric and says much of his own
between them, even the rubric's own author; who knows a model answer by heart runs through whole phrases. Only
a text cut up from the rubric is piece beside piece with nothing between, in pieces shorter than phrases.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from bole.measurement.flags.evidence import flag, quote
from bole.measurement.frameworks.schema import Question
from bole.measurement.learning.bags import Shape, shape_of
from bole.measurement.text.normalise import normalise
from bole.measurement.text.pieces import is_small, stopped_tokens
from bole.measurement.text.reading import Reading
from bole.measurement.text.sound import syllable
from bole.measurement.text.units import letters


@dataclass(frozen=True, slots=True)
class _Limits:
    """Bounds of one language, set apart from all honest answers of the packaged material."""

    touch: float  # share of ends of stretches with nothing of one's own behind them, from which it is cut up
    dense: float  # share of content words in stretches, below which touching says nothing
    phrase: float  # mean length of stretches from which whole phrases are said
    list_small: float  # share of small words below which a unit may be a list
    list_bare: float  # and below which it is one from ``list_dense`` on, else from ``list_few_own``
    list_dense: float
    list_few_own: float
    list_runs: int
    item: int  # letters of an item of an enumeration
    scrap: int  # letters of what is no clause


_LIMITS = {
    "zh": _Limits(0.67, 0.7, 7.8, 0.11, 0.11, 0.5, 0.5, 7, 14, 4),
    "en": _Limits(0.86, 0.4, 5.2, 0.31, 0.18, 0.55, 0.62, 9, 10, 3),
}
_RUNS = 6  # fewer stretches say nothing
_BROKEN, _BROKEN_SHARE, _LONG = 2, 0.1, 30  # ends where nobody would stop; or too much for terseness
_ALL, _HALVES = 0.95, 4  # so dense that nothing is one's own, in so many stretches
_WHOLLY, _MANY = 0.98, 20  # so dense and so many: no word of one's own
_HEARD, _HEARD_CHANCE, _SEEN = (
    0.97,
    2.4,
    0.5,
)  # rubric by sound, in longer stretches than chance, not by letters
_ITEMS, _SCRAPS = 6, 10  # that many after one another are a list
_NAMES, _NAME = 3, {"zh": 4, "en": 3}  # so many names of key points, of so many letters, are no chance
_NAME_GAP = {"zh": 40, "en": 160}  # characters between two of them that belong to the same list
_LEAST = {"zh": 20, "en": 12}
_ITEM_MARK = {"zh": re.compile(r"[、;；]"), "en": re.compile(r"[;；]")}
_SCRAP_MARK = re.compile(r"[、，,;；]+")
_END = re.compile(r"[.!?:](?:\s|$)|[。！？：]")


def fragment_units(question: Question, reading: Reading) -> frozenset[int]:
    """Indices of units that are pieces of the rubric and no speech; all units when the whole is such."""
    whole = shape_of(stopped_tokens(reading.text), _letters(question, reading.language))
    if _is_cut_up(whole, reading.language) or _is_disguised(question, reading, whole):
        return frozenset(range(len(reading.units)))
    return frozenset(_lists(question, reading))


def fragment_flag(reading: Reading, units: frozenset[int]) -> dict[str, Any] | None:
    """One flag with the first such units quoted."""
    if not units:
        return None
    shown = [reading.units[i] for i in sorted(units)[:3]]
    share = sum(letters(reading.units[i].text) for i in units) / max(1, reading.length)
    evidence = [quote(reading, unit.start, unit.end) for unit in shown]
    return flag("keyword_stuffing", "pieces_of_the_rubric", evidence, share=share)


def _is_cut_up(shape: Shape, language: str) -> bool:
    limits = _LIMITS[language]
    cut = shape.broken >= _BROKEN and shape.broken >= _BROKEN_SHARE * shape.edges
    if cut and shape.density >= _ALL and shape.count >= _HALVES:  # halves of phrases, cut inside words
        return True
    if shape.count < _RUNS or shape.mean_run > limits.phrase:
        return False
    if shape.density >= _WHOLLY and shape.count >= _MANY:
        return True
    touching = shape.edges / (2 * shape.count) >= limits.touch and shape.density >= limits.dense
    return touching and (cut or shape.count >= _LONG)  # a few plain short sentences touch too: cut nowhere


def _is_disguised(question: Question, reading: Reading, seen: Shape) -> bool:
    """The rubric's syllables in other characters."""
    if reading.language != "zh" or seen.density >= _SEEN:
        return False
    shape = shape_of(_heard(stopped_tokens(reading.text)), _heard(_letters(question, "zh")))
    cut_up = _HEARD_CHANCE <= shape.mean_run <= _LIMITS["zh"].phrase
    return shape.density >= _HEARD and shape.count >= _RUNS and cut_up


def _lists(question: Question, reading: Reading) -> Iterator[int]:
    limits, reference = _LIMITS[reading.language], _letters(question, reading.language)
    spans = [*_enumerations(reading.text, reading.language, limits), *_headings(question, reading)]
    for index, unit in enumerate(reading.units):
        inside = sum(max(0, min(unit.end, end) - max(unit.start, start)) for start, end in spans)
        if 2 * inside > unit.end - unit.start:
            yield index
        elif letters(unit.text) >= _LEAST[reading.language]:
            said = stopped_tokens(unit.text)
            if _small(said) > limits.list_small:  # plain speech, as nearly everything is
                continue
            shape = shape_of(said, reference)
            if shape.count >= limits.list_runs and _listed(shape, limits):
                yield index


def _small(said: Sequence[str]) -> float:
    """Share of small words."""
    words = [token for token in said if token]
    return 1 - sum(not is_small(token) for token in words) / max(1, len(words))


def _listed(shape: Shape, limits: _Limits) -> bool:
    """Hardly a small word between rubric words; with some of them only where little of one's own is said."""
    least = limits.list_dense if shape.small <= limits.list_bare else limits.list_few_own
    return shape.small <= limits.list_small and shape.density >= least


def _enumerations(text: str, language: str, limits: _Limits) -> Iterator[tuple[int, int]]:
    """Spans of many short items after one another."""
    yield from _strings(text, _END, _ITEM_MARK[language], limits.item, _ITEMS)
    yield from _strings(text, _END, _SCRAP_MARK, limits.scrap, _SCRAPS)


def _headings(question: Question, reading: Reading) -> Iterator[tuple[int, int]]:
    """Spans in which the names of several key points are read out: nobody is shown them."""
    names = {normalise(getattr(point.label, reading.language)).text for point in question.points}
    said = sorted(
        (match.start(), match.end())
        for name in names
        if letters(name) >= _NAME[reading.language]
        for match in re.finditer(re.escape(name), reading.text)
    )
    if len(said) >= _NAMES:
        low, high = said[0]
        for start, end in said[1:]:
            if start - high > _NAME_GAP[reading.language]:
                yield low, high
                low = start
            high = max(high, end)
        yield low, high


def _strings(
    text: str, end: re.Pattern[str], mark: re.Pattern[str], longest: int, many: int
) -> Iterator[tuple[int, int]]:
    """Spans of at least ``many`` pieces after one another, none longer than ``longest`` letters."""
    for low, high in _between(text, end, 0, len(text)):
        pieces = list(_between(text, mark, low, high))
        for short, group in groupby(pieces, key=lambda span: letters(text[slice(*span)]) <= longest):
            string = list(group)
            if short and len(string) >= many:
                yield string[0][0], string[-1][1]


def _between(text: str, mark: re.Pattern[str], low: int, high: int) -> Iterator[tuple[int, int]]:
    """What stands between the marks of ``text[low:high]``."""
    for match in mark.finditer(text, low, high):
        yield low, match.start()
        low = match.end()
    yield low, high


_REFERENCES: dict[tuple[str, str], tuple[str, ...]] = {}


def _letters(question: Question, language: str) -> tuple[str, ...]:
    """Every phrasing of every key point as tokens, an empty one between two phrasings."""
    key = (question.sha256, language)
    if key not in _REFERENCES:
        _REFERENCES[key] = tuple(_reference(question, language))
    return _REFERENCES[key]


def _reference(question: Question, language: str) -> Iterator[str]:
    for point in question.points:
        for phrasing in point.phrasings[language]:
            yield from stopped_tokens(normalise(phrasing).text)
            yield ""


def _heard(tokens: Sequence[str]) -> list[str]:
    return [syllable(token) if len(token) == 1 else token for token in tokens]
