"""Whether a text is language at all: words, and clauses that end where somebody would end them.

Fragments spelt with other characters of the same sound are no words; fragments cut anywhere end in “the” and
“of”. Both are shares of the text itself, whatever the rubric says; nothing here knows a wording.
"""

import re
from collections.abc import Sequence

from bole.measurement.learning.order import ramp
from bole.measurement.learning.reading import Part
from bole.measurement.text.pieces import is_small
from bole.measurement.text.vocabulary import known_words

_HAN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[a-z']+")
_LEAST_LETTERS = 12  # Chinese characters that carry meaning, below which nothing can be told
_NO_WORDS, _WORDS = (
    0.3,
    0.42,
)  # share of them inside words of the dictionary: gibberish, and the least of people
_LEAST_ENDS = 3  # clauses that end in the middle of a phrase, from which they are no slips
_SLIPS, _CUT = 0.12, 0.25  # their share: as people's slips, and cut up
_NO_END = frozenset(
    re.findall(
        r"\w+",
        "the a an of to or and for with by from as at that than its is are was were be if because into their "
        "our your his her my when which who whose",
    )
)


def disorder(clauses: Sequence[Part]) -> float:
    """0 (speech) to 1 (no words, or pieces of clauses)."""
    return max(_without_words(clauses), _cut_up(clauses))


def _without_words(clauses: Sequence[Part]) -> float:
    words = [w for c in clauses for run in _HAN.findall(c.text) for w in known_words(run)]
    telling = [w for w in words if not all(map(is_small, w))]
    letters = sum(map(len, telling))
    if letters < _LEAST_LETTERS:
        return 0.0
    return 1 - ramp(sum(len(w) for w in telling if len(w) > 1) / letters, _NO_WORDS, _WORDS)


def _cut_up(clauses: Sequence[Part]) -> float:
    last = [found[-1] for c in clauses if (found := _WORD.findall(c.text))]
    cut = sum(word in _NO_END for word in last)
    return ramp(cut / len(last), _SLIPS, _CUT) if cut >= _LEAST_ENDS else 0.0
