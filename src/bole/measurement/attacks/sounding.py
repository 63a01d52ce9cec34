"""The same sound in other letters: how to hide words from who compares characters."""

from collections.abc import Mapping
from functools import cache
from random import Random

from pypinyin import lazy_pinyin

_SHARE = 0.6
_RESPELLING = (("ph", "f"), ("ck", "k"), ("tion", "shun"), ("ee", "ea"), ("s ", "z "), ("c", "k"))


@cache
def _by_sound() -> Mapping[str, str]:
    """Toneless syllable → the everyday characters that sound like it (first level of GB 2312)."""
    found: dict[str, str] = {}
    for row in range(0xB0, 0xD8):
        for column in range(0xA1, 0xFF):
            character = bytes((row, column)).decode("gb2312", errors="ignore")
            if character:
                found[_sound(character)] = found.get(_sound(character), "") + character
    return found


def _sound(character: str) -> str:
    return str(lazy_pinyin(character)[0])


def respelled(text: str, language: str, chance: Random) -> str:
    """Most characters replaced by others of the same sound; English words respelled."""
    if language == "en":
        for old, new in _RESPELLING:
            text = text.replace(old, new)
        return text
    return "".join(_other(c, chance) if chance.random() < _SHARE else c for c in text)


def _other(character: str, chance: Random) -> str:
    if not "一" <= character <= "鿿":
        return character
    alike = _by_sound().get(_sound(character), "").replace(character, "")
    return chance.choice(alike) if alike else character
