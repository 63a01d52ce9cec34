"""Recognised words → a transcript people can read: Simplified script, Chinese punctuation, sentences.

Only blanks and punctuation are changed or added; every word stays what the recogniser wrote.
"""

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any

import opencc

from bole.kernel.answers import Segment, Transcript, Word
from bole.ports.recogniser import HeardWord

_TO_CHINESE = str.maketrans({",": "，", "?": "？", "!": "！", ";": "；", ":": "：", ".": "。", "、": "、"})
_MARKS = "，。！？；：、,.!?;:"
_NOT_IN_NUMBER = re.compile(r"(?<!\d)[,?!;:.]|[,?!;:.](?!\d)")
_SENTENCE_END = "。！？!?."


@functools.cache
def _simplifier() -> Any:
    return opencc.OpenCC("t2s")


def transcript(language: str, heard: Sequence[HeardWord], settings: Mapping[str, Any]) -> Transcript:
    """Words with times, text and sentences."""
    words = [HeardWord(_script(w.text, language), w.start, w.end) for w in heard]
    if language == "zh":
        words = _chinese(words, settings)
    words = [w for w in words if w.text.strip()]
    text, placed = "", []
    for word in words:
        shown = word.text if text else word.text.lstrip()
        offset = len(text) + len(shown) - len(shown.lstrip())
        placed.append(Word(shown.strip(), word.start, word.end, offset))
        text += shown
    text = text.rstrip()
    return Transcript(language, text, _sentences(text, placed), tuple(placed))


def _script(text: str, language: str) -> str:
    return str(_simplifier().convert(text)) if language == "zh" else text


def _chinese(words: Sequence[HeardWord], settings: Mapping[str, Any]) -> list[HeardWord]:
    """Full-width marks, no blanks; a blank or a long gap between words becomes a mark."""
    out: list[HeardWord] = []
    for word in words:
        text = _NOT_IN_NUMBER.sub(lambda mark: mark.group().translate(_TO_CHINESE), word.text)
        if out and out[-1].text[-1:] not in _MARKS and text.strip()[:1] not in _MARKS:
            gap = word.start - out[-1].end
            mark = "。" if gap >= settings["sentence_gap"] else "，" if text[:1].isspace() else ""
            out[-1] = HeardWord(out[-1].text + mark, out[-1].start, out[-1].end)
        out.append(HeardWord(re.sub(r"\s+", "", text), word.start, word.end))
    return out


def _sentences(text: str, words: Sequence[Word]) -> tuple[Segment, ...]:
    found: list[Segment] = []
    first = 0
    for i, word in enumerate(words):
        if word.text[-1:] in _SENTENCE_END or i == len(words) - 1:
            begin, end = words[first], word
            piece = text[begin.offset : end.offset + len(end.text)]
            found.append(Segment(piece, begin.start, end.end, begin.offset))
            first = i + 1
    return tuple(found)
