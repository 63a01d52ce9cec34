"""Recognised words → a transcript people can read: Simplified script, Chinese marks, sentences.

Only script, blanks and punctuation are changed or added; every word stays what the recogniser wrote.
"""

import functools
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import opencc
import rjieba

from bole.kernel.answers import Segment, Span, Transcript, Word
from bole.ports.recogniser import HeardWord

_TO_CHINESE = str.maketrans({",": "，", "?": "？", "!": "！", ";": "；", ":": "：", ".": "。"})
_MARKS = "，。！？；：、,.!?;:"
_NOT_IN_NUMBER = re.compile(r"(?<!\d)[,?!;:.]|[,?!;:.](?!\d)")
_SENTENCE_END = "。！？!?."
# 著 is the Traditional form of 着; in these words it stays.
_ZHU = re.compile(
    r"(?<![显名原编专论巨遗译卓昭土合撰拙])著(?![名作称书述])",
)


@functools.cache
def _simplifier() -> Any:
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """Simplified script. The recogniser mixes both scripts in one sentence."""
    return _ZHU.sub("着", str(_simplifier().convert(text)))


def transcript(
    language: str, heard: Sequence[HeardWord], speech: Sequence[Span], settings: Mapping[str, Any]
) -> Transcript:
    """Words with times, text and sentences. ``speech``: the stretches between which nobody spoke."""
    words = [word for word in heard if word.text.strip()]
    words = _at_gaps(_chinese(words) if language == "zh" else words, speech, language, settings)
    text, placed = "", []
    for word in words:
        shown = word.text if text else word.text.lstrip()
        offset = len(text) + len(shown) - len(shown.lstrip())
        placed.append(Word(shown.strip(), word.start, word.end, offset))
        text += shown
    text = text.rstrip()
    return Transcript(language, text, _sentences(text, placed), tuple(placed))


def _chinese(words: Sequence[HeardWord]) -> list[HeardWord]:
    """Simplified, full-width marks; a blank, which stands for a small break, becomes a comma."""
    whole = simplified("".join(word.text for word in words))
    out: list[HeardWord] = []
    at = 0
    for word in words:
        text = whole[at : at + len(word.text)]
        at += len(word.text)
        text = _NOT_IN_NUMBER.sub(lambda mark: mark.group().translate(_TO_CHINESE), text)
        if out and text[:1].isspace() and out[-1].text[-1] not in _MARKS:
            out[-1] = replace(out[-1], text=out[-1].text + "，")
        if bare := re.sub(r"\s+", "", text):
            out.append(replace(word, text=bare))
    return out


def _at_gaps(
    words: Sequence[HeardWord], speech: Sequence[Span], language: str, settings: Mapping[str, Any]
) -> list[HeardWord]:
    """Use where the voice really stopped: no word reaches into a silence, and Chinese gets its mark there.

    The recogniser's own word times swallow silences, and it often leaves marks out.
    """
    out = list(words)
    whole = _word_ends(out) if language == "zh" else set(range(len(out)))
    for before, after in itertools.pairwise(speech):
        here = _boundary(out, whole, Span(before.end, after.start), settings)
        if here is None:
            continue
        left, right = out[here], out[here + 1]
        text = (
            _marked(left.text, right.text, after.start - before.end, settings)
            if language == "zh"
            else left.text
        )
        end = max(min(left.end, before.end), min(left.start, before.end))
        out[here] = replace(left, text=text, start=min(left.start, end), end=end)
        start = max(right.start, after.start)
        out[here + 1] = replace(right, start=start, end=max(right.end, start))
    if out and language == "zh" and out[-1].text[-1] not in _MARKS:
        out[-1] = replace(out[-1], text=out[-1].text + "。")
    return out


def _word_ends(words: Sequence[HeardWord]) -> set[int]:
    """Indices of pieces at whose end a Chinese word ends; a silence inside a word is a timing slip."""
    ends, at = set(), 0
    for word in rjieba.cut("".join(w.text for w in words)):
        at += len(word)
        ends.add(at)
    reached = itertools.accumulate(len(w.text) for w in words)
    return {index for index, end in enumerate(reached) if end in ends}


def _boundary(
    words: Sequence[HeardWord], allowed: set[int], gap: Span, settings: Mapping[str, Any]
) -> int | None:
    """The word after which this silence falls, or None when no boundary is near.

    Word times are rough: a boundary that already carries a mark is preferred to one a little nearer.
    """
    best, distance = None, float(settings["boundary_seconds"])
    for index in range(len(words) - 1):
        moment = (words[index].end + words[index + 1].start) / 2
        away = max(gap.start - moment, moment - gap.end, 0.0)
        away += abs(moment - (gap.start + gap.end) / 2) / 100  # in a long silence: the middle
        if words[index].text[-1] not in _MARKS:
            away += settings["unmarked_seconds"]
        if away < distance and index in allowed:
            best, distance = index, away
    return best


def _marked(text: str, following: str, gap: float, settings: Mapping[str, Any]) -> str:
    if text[-1] not in _MARKS and following[0] not in _MARKS:
        return text + ("。" if gap >= settings["stop_gap"] else "，" if gap >= settings["comma_gap"] else "")
    return text[:-1] + "。" if text[-1] in "，、" and gap >= settings["sentence_gap"] else text


def _sentences(text: str, words: Sequence[Word]) -> tuple[Segment, ...]:
    found: list[Segment] = []
    first = 0
    for i, word in enumerate(words):
        if word.text[-1:] in _SENTENCE_END or i == len(words) - 1:
            begin = words[first]
            piece = text[begin.offset : word.offset + len(word.text)]
            found.append(Segment(piece, begin.start, word.end, begin.offset))
            first = i + 1
    return tuple(found)
