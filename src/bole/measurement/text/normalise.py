"""Text as raters read it, with a way back to the characters that were really said or typed.

NFKC, traditional to simplified, look-alike letters of other alphabets to Latin, zero-width characters
dropped, lower case. Every normalised character knows its place in the source, so that a quote is always
cut out of the source itself.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import opencc

_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
_LOOK_ALIKE = str.maketrans(
    "аеорсухіјѕԁһкмтвнАЕОРСУХІЈЅКМТВНαοριυνκΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhkmtbhAEOPCYXIJSKMTBHaopiuvkABEZHIKMNOPTYX",
)
_VARIANTS = {"著": "着", "恩": "嗯"}  # what the recogniser writes for 着 and for the filler 嗯


@dataclass(frozen=True, slots=True)
class Normal:
    """``text[i]`` comes from ``source[origin[i]]``."""

    source: str
    text: str
    origin: tuple[int, ...]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets of the normalised characters ``[start, end)``."""
        if start >= end:
            at = self.origin[start] if start < len(self.origin) else len(self.source)
            return at, at
        return self.origin[start], self.origin[end - 1] + 1


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _normal_char(char: str) -> str:
    if char in _ZERO_WIDTH:
        return ""
    plain = unicodedata.normalize("NFKC", char).translate(_LOOK_ALIKE)
    if any("\u3400" <= c <= "\u9fff" for c in plain):
        plain = str(_to_simplified().convert(plain))
    return "".join(_VARIANTS.get(c, c) for c in plain).lower()


@lru_cache(maxsize=4096)
def normalise(source: str) -> Normal:
    """Normalise character by character, keeping the way back."""
    chars: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(source):
        for plain in _normal_char(char):
            chars.append(plain)
            origin.append(index)
    return Normal(source, "".join(chars), tuple(origin))


def is_cjk(char: str) -> bool:
    """Whether this is a Chinese character."""
    return "\u3400" <= char <= "\u9fff"
