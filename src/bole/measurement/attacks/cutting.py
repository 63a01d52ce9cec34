"""Scissors and glue for attacks. Nothing here knows words: no segmenter, no cue, no defence."""

import re
from collections.abc import Sequence
from random import Random

from bole.measurement.attacks.targets import Target

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]*")
_SENTENCE_EN = re.compile(r"[^.!?;\n]+[.!?;\n]*\s*")
_CLAUSE = re.compile(r"[^。！？!?；;，,、.\n]+")
CHINESE, ENGLISH = "zh", "en"


def stop(language: str) -> str:
    """A full stop."""
    return "。" if language == CHINESE else ". "


def comma(language: str) -> str:
    """A comma."""
    return "，" if language == CHINESE else ", "


def space(language: str) -> str:
    """What stands between two words."""
    return "" if language == CHINESE else " "


def sentences(text: str, language: str) -> list[str]:
    """Sentences with their punctuation."""
    pattern = _SENTENCE if language == CHINESE else _SENTENCE_EN
    return [piece.strip() for piece in pattern.findall(text) if piece.strip()]


def clauses(text: str) -> list[str]:
    """What stands between any two marks."""
    return [piece.strip() for piece in _CLAUSE.findall(text) if piece.strip()]


def joined(parts: Sequence[str], language: str) -> str:
    """Sentences after one another, each ended once."""
    marks = "。！？.!? "
    return stop(language).join(part.rstrip(marks) for part in parts).rstrip() + stop(language).rstrip()


def pieces(text: str, language: str, size: int) -> list[str]:
    """Successive pieces of ``size`` characters (Chinese) or half as many words (English)."""
    units: Sequence[str] = "".join(clauses(text)) if language == CHINESE else text.split()
    step = size if language == CHINESE else max(1, size // 2)
    return [space(language).join(units[i : i + step]) for i in range(0, len(units), step)]


def reference(target: Target, turn: int = 0) -> list[str]:
    """One wording of every key point, in the rubric's order: the model answer somebody got hold of."""
    return [words[turn % len(words)] for words in target.points]


def elsewhere(target: Target, turn: int = 0) -> list[str]:
    """The model answer of another question."""
    return [words[turn % len(words)] for words in target.elsewhere]


def shuffled(items: Sequence[str], chance: Random) -> list[str]:
    """A new order."""
    return chance.sample(list(items), len(items))


def between(parts: Sequence[str], fillers: Sequence[str], chance: Random, language: str) -> str:
    """Every part followed by one of the fillers."""
    marked = [f"{part}{comma(language)}{chance.choice(list(fillers))}" for part in parts]
    return comma(language).join(marked) + stop(language).rstrip()
