"""How Chinese words sound, without tones: the second look for homophones of the recogniser."""

from collections import defaultdict
from functools import cache, lru_cache
from itertools import count

from bole.measurement.text.normalise import is_cjk

# Pairs that recognisers and many speakers do not keep apart; merged for long terms only.
_MERGED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


@cache
def syllable(char: str) -> str:
    """Toneless pinyin of one Chinese character, any other character unchanged."""
    return _spoken(char) if is_cjk(char) else char


def _spoken(char: str) -> str:
    # The dictionary takes half a second to load: only who rates an answer waits for it.
    from pypinyin import Style, lazy_pinyin

    return str(lazy_pinyin(char, style=Style.NORMAL)[0])


@cache
def loose(sound: str) -> str:
    """A syllable with the commonly confused initials and finals merged."""
    for strict, merged in _MERGED:
        sound = sound.replace(strict, merged)
    return sound


def syllables(text: str) -> tuple[str, ...]:
    """One entry per character of ``text``."""
    return tuple(syllable(c) for c in text)


_PRIVATE = count(0xF0000)
# Sound → a character of the private use area, so that none can be taken for a letter.
_CODES: defaultdict[str, str] = defaultdict(lambda: chr(next(_PRIVATE)))


@cache
def _heard(char: str) -> str:
    if is_cjk(char):
        return _CODES[syllable(char)]
    return char if char.isalnum() else "|"


@cache
def _heard_loosely(char: str) -> str:
    return _CODES[loose(syllable(char))] if is_cjk(char) else _heard(char)


@lru_cache(maxsize=20_000)
def heard(text: str) -> str:
    """One character per character of ``text``, the same for all that sound alike: searched like letters."""
    return "".join(map(_heard, text))


@lru_cache(maxsize=20_000)
def heard_loosely(text: str) -> str:
    """As ``heard``, with the commonly confused initials and finals merged."""
    return "".join(map(_heard_loosely, text))
