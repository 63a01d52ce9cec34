"""Read what was meant where the recogniser wrote a character that only sounds alike.

Every character may be read as another one that sounds alike and stands in a word of the rubric. Of all
readings of a stretch the best one is taken (Viterbi): pairs of neighbours that stand in a word of the rubric
count most, pairs of everyday words less, and each change costs. So a change needs a neighbour it makes a word
with, and two where the character recognised makes a word already; names and rare words stay. Every character
keeps its place: quotations still come from what was really recognised.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from bole.measurement.text.normalise import is_cjk, normalise
from bole.measurement.text.sound import loose, syllable

_WORD = 4  # characters of the longest word looked at
_EXPECTED, _EVERYDAY = 16, 10  # worth of a pair of neighbours, in whole numbers: sums are exact
_CHANGED, _CHANGED_LOOSELY = 10, 12  # price of reading another character: same sound, or one easily confused
_OFTEN, _COMMON = 12, 7  # a character the vocabulary itself uses that often is rather what was said
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_Path = tuple[int, str]


class Repair:
    """The pairs of characters of a vocabulary, by letters and by sound. Same texts, same readings.

    ``kept``: words that are never read as others where they were recognised as they stand.
    """

    def __init__(self, texts: Iterable[str], kept: Iterable[str] = ()) -> None:
        longest = sorted({normalise(word).text for word in kept}, key=lambda word: (-len(word), word))
        self._kept = re.compile("|".join(map(re.escape, longest)) or r"(?!)")
        counts: Counter[str] = Counter()
        for text in texts:
            plain = normalise(text).text
            counts.update(a + b for a, b in pairwise(plain) if is_cjk(a) and is_cjk(b))
        self._expected = frozenset(counts)
        chars: Counter[str] = Counter()
        for pair, count in counts.items():
            chars.update({pair[0]: count, pair[1]: count})
        self._common = frozenset(char for char, count in chars.items() if count >= _OFTEN)
        self._alike: dict[tuple[str, str], list[str]] = {}
        for pair in sorted(counts, key=lambda p: (-counts[p], p)):
            self._alike.setdefault(_sound(pair), []).append(pair)

    def apply(self, text: str) -> str:
        """``text`` with misheard characters read right; the same length."""
        return _CHINESE.sub(lambda stretch: self._read(stretch.group()), text)

    def _read(self, said: str) -> str:
        """The best reading of a stretch of Chinese characters."""
        if all(pair in self._expected for pair in map("".join, pairwise(said))):
            return said
        choices = self._choices(said)
        paths: list[_Path] = [(0 - self._price(said[0], c), c) for c in choices[0]]
        for at in range(1, len(said)):
            paths = [self._best(paths, said[at], c) for c in choices[at]]
        return max(paths, key=lambda path: path[0])[1]

    def _best(self, paths: Sequence[_Path], said: str, char: str) -> _Path:
        worth, text = max(
            ((worth + self._worth(text[-1] + char), text) for worth, text in paths), key=lambda path: path[0]
        )
        return worth - self._price(said, char), text + char

    def _choices(self, said: str) -> list[list[str]]:
        """Per place: the character itself first, then those of expected words that sound alike there."""
        found = [[char] for char in said]
        for at, pair in enumerate(map("".join, pairwise(said))):
            for alike in self._alike.get(_sound(pair), ()):
                for place, char in enumerate(alike, at):
                    if char not in found[place]:
                        found[place].append(char)
        for word in self._kept.finditer(said):
            for place in range(*word.span()):
                found[place] = [said[place]]
        return found

    def _price(self, said: str, char: str) -> int:
        if char == said:
            return 0
        price = _CHANGED if syllable(char) == syllable(said) else _CHANGED_LOOSELY
        return price + (_COMMON if said in self._common else 0)

    def _worth(self, pair: str) -> int:
        if pair in self._expected:
            return _EXPECTED
        return _EVERYDAY if pair in _everyday() else 0


@cache
def _everyday() -> frozenset[str]:
    """Pairs inside the words of pypinyin's dictionary: nothing to mend there."""
    from pypinyin.phrases_dict import phrases_dict

    words = (w for w in phrases_dict if len(w) <= _WORD)
    return frozenset(a + b for w in words for a, b in pairwise(w))


def _sound(pair: str) -> tuple[str, str]:
    return loose(syllable(pair[0])), loose(syllable(pair[1]))
