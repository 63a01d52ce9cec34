"""How Chinese words sound, without tones: the second look for homophones of the recogniser."""

from functools import cache

from pypinyin import Style, lazy_pinyin

from bole.measurement.text.normalise import is_cjk

# Pairs that recognisers and many speakers do not keep apart; merged for long terms only.
_MERGED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


@cache
def syllable(char: str) -> str:
    """Toneless pinyin of one Chinese character, any other character unchanged."""
    return str(lazy_pinyin(char, style=Style.NORMAL)[0]) if is_cjk(char) else char


@cache
def loose(sound: str) -> str:
    """A syllable with the commonly confused initials and finals merged."""
    for strict, merged in _MERGED:
        sound = sound.replace(strict, merged)
    return sound


def syllables(text: str) -> tuple[str, ...]:
    """One entry per character of ``text``."""
    return tuple(syllable(c) for c in text)


def sound_key(text: str) -> str:
    """Syllables joined so that a substring search respects their borders: ``" dao qian "``."""
    return " " + " ".join(syllables(text)) + " "
