"""How much two texts of the library say the same words."""

import re
from collections.abc import Iterable
from itertools import pairwise

from bole.measurement.text.normalise import normalise

SAME_PHRASING = 0.60  # share of the shorter text's bigrams
_SAME_QUESTION = 0.90
_WORD = re.compile(r"[a-z0-9']+")
_CITATION = re.compile(r"《.+》.*(?:第.+条|第.+章)")


def bigrams(text: str, language: str) -> frozenset[tuple[str, str]]:
    """Neighbouring pairs: of letters in Chinese, of words in English. Punctuation does not count.

    Pairs of English letters are common to all English; they cannot tell two phrasings apart.
    """
    plain = normalise(text).text
    pieces = [c for c in plain if c.isalnum()] if language == "zh" else _WORD.findall(plain)
    return frozenset(pairwise(pieces))


def shared(first: str, second: str, language: str) -> float:
    """Share of the bigrams of the shorter text that the other one has too, 0–1."""
    one, two = bigrams(first, language), bigrams(second, language)
    return len(one & two) / max(1, min(len(one), len(two)))


def same_question(first: str, second: str, language: str, names: Iterable[str]) -> bool:
    """Whether two prompts are alike once ``names`` (titles of jobs) are taken out of both."""
    for name in sorted(names, key=len, reverse=True):
        first, second = (text.lower().replace(name.lower(), "") for text in (first, second))
    one, two = bigrams(first, language), bigrams(second, language)
    return len(one & two) >= _SAME_QUESTION * max(1, len(one | two))


def is_citation(text: str) -> bool:
    """Whether a text names a regulation and an article or chapter of it."""
    return _CITATION.search(text) is not None
