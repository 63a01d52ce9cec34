"""Read what was meant where the recogniser wrote a character that only sounds alike.

Two neighbouring characters that are in no known word, but sound like two which a word of the rubric holds,
are read as those. One of the two must already be right, and the other must belong to no known pair on its
other side; so names and rare words stay. Every character keeps its place: quotations still come from what was
really recognised.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from pypinyin.phrases_dict import phrases_dict

from bole.measurement.text.normalise import is_cjk, normalise
from bole.measurement.text.sound import loose, syllable

_WORD = 4  # characters of the longest word looked at


class Repair:
    """The pairs of characters of a vocabulary, by letters and by sound. Same texts, same readings."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        for text in texts:
            plain = normalise(text).text
            counts.update(a + b for a, b in pairwise(plain) if is_cjk(a) and is_cjk(b))
        self._known = counts.keys() | _everyday()
        self._alike: dict[tuple[str, str], list[str]] = {}
        for pair in sorted(counts, key=lambda p: (-counts[p], p)):
            self._alike.setdefault(_sound(pair), []).append(pair)

    def apply(self, text: str) -> str:
        """``text`` with misheard characters read right; the same length."""
        chars = list(text)
        for at in range(len(chars) - 1):
            one, two = chars[at], chars[at + 1]
            if not (is_cjk(one) and is_cjk(two)) or one + two in self._known:
                continue
            for pair in self._alike.get(_sound(one + two), ()):
                if pair[0] == one and not self._holds(chars, at + 1, at + 2):
                    chars[at + 1] = pair[1]
                    break
                if pair[1] == two and not self._holds(chars, at - 1, at):
                    chars[at] = pair[0]
                    break
        return "".join(chars)

    def _holds(self, chars: list[str], first: int, second: int) -> bool:
        """Whether the two characters at these places are a known pair."""
        if first < 0 or second >= len(chars):
            return False
        return chars[first] + chars[second] in self._known


@cache
def _everyday() -> frozenset[str]:
    """Pairs inside the words of pypinyin's dictionary: nothing to mend there."""
    words = (w for w in phrases_dict if len(w) <= _WORD)
    return frozenset(a + b for w in words for a, b in pairwise(w))


def _sound(pair: str) -> tuple[str, str]:
    return loose(syllable(pair[0])), loose(syllable(pair[1]))
