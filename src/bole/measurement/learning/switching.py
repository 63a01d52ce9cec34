"""Clauses in another language than the rest, to and fro: key points off a sheet between one's own words.

Terms and quoted sentences of another language are common in honest answers, and so are answers in another
language than the rubric's; whole clauses of two languages by turns are not.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from bole.measurement.learning.reading import Part

_HAN, _WORD = re.compile(r"[\u3400-\u9fff]"), re.compile(r"[a-z']{2,}")
_LETTERS, _WORDS = 5, 4  # Chinese characters, or Latin words, of a clause that is of one language as a whole
_STRETCHES = 5  # of one language after the other


def by_turns(clauses: Sequence[Part]) -> frozenset[Part]:
    """The clauses of the language that says less, where the two take turns; none otherwise."""
    spoken = [(clause, language) for clause in clauses if (language := _language(clause.text))]
    if sum(1 for _ in groupby(language for _, language in spoken)) < _STRETCHES:
        return frozenset()
    said = {name: [c for c, language in spoken if language == name] for name in ("zh", "en")}
    less = min(said.values(), key=lambda own: sum(len(c.pieces) for c in own))
    return frozenset(less)


def _language(text: str) -> str:
    letters, words = len(_HAN.findall(text)), len(_WORD.findall(text))
    if letters >= _LETTERS and words < _WORDS:
        return "zh"
    return "en" if words >= _WORDS and not letters else ""
