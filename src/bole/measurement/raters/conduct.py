"""Whether words tell what somebody does, or are strung together because they sound good.

Speech about conduct is held together by small words (I, him, then, the, 把, 给, 了, 就); lists of slogans are
not. The test needs no training and no list of attacks; a list of fine words only sharpens it.
"""

import re
from functools import lru_cache

from bole.measurement.frameworks.schema import Lexicons
from bole.measurement.text.grams import FUNCTION_EN
from bole.measurement.text.normalise import is_cjk
from bole.measurement.text.reading import Reading

_SMALL_ZH = frozenset(
    "我你您他她它咱们了着过就还也都再又这那哪把给让跟被向对吧呢吗啊嘛很太谁没不在时候说问去来会请帮先后里上下得一个位些件份张句点看"
)
_WORDS_EN = re.compile(r"[a-z0-9']+")
_LOW_ZH, _HIGH_ZH = 0.08, 0.19
_LOW_EN, _HIGH_EN = 0.24, 0.38


@lru_cache(maxsize=8)
def _matcher(words: tuple[str, ...], language: str) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    joined = "|".join(map(re.escape, ordered))
    return re.compile(joined if language == "zh" else rf"(?<![a-z])(?:{joined})(?![a-z])")


def small_word_share(text: str, language: str) -> float:
    """Share of small words among Chinese characters or English words."""
    if language == "zh":
        chars = [c for c in text if is_cjk(c) or c.isdigit()]
        return sum(c in _SMALL_ZH or c.isdigit() for c in chars) / len(chars) if chars else 0.0
    words = _WORDS_EN.findall(text)
    return sum(w in FUNCTION_EN or w.isdigit() for w in words) / len(words) if words else 0.0


def fine_word_share(text: str, lexicons: Lexicons, language: str) -> float:
    """Share of letters that belong to fine words."""
    total = sum(c.isalnum() for c in text)
    found = sum(len(m.group()) for m in _matcher(lexicons.buzz[language], language).finditer(text))
    return found / total if total else 0.0


def template_share(text: str, lexicons: Lexicons, language: str) -> float:
    """Share of letters that belong to answer templates."""
    total = sum(c.isalnum() for c in text)
    found = sum(
        len(m.group().replace(" ", ""))
        for m in _matcher(lexicons.template[language], language).finditer(text)
    )
    return found / total if total else 0.0


def unit_conduct(text: str, lexicons: Lexicons, language: str) -> float:
    """0 for a bare list of fine words, 1 for plain speech about conduct."""
    low, high = (_LOW_ZH, _HIGH_ZH) if language == "zh" else (_LOW_EN, _HIGH_EN)
    bound = min(1.0, max(0.0, (small_word_share(text, language) - low) / (high - low)))
    fine = fine_word_share(text, lexicons, language)
    return max(0.0, bound - max(0.0, fine - 0.15) * 1.6)


def conduct_of(reading: Reading, lexicons: Lexicons) -> tuple[float, ...]:
    """Per unit, blended with the whole answer so that one terse sentence in plain speech is not punished."""
    language = reading.language
    whole = unit_conduct(reading.text, lexicons, language)
    return tuple(0.4 * unit_conduct(u.text, lexicons, language) + 0.6 * whole for u in reading.units)
