"""Hedges and fillers: a sentence made of them says little, whatever it is about."""

import re

_VAGUE_ZH = re.compile(
    r"好像|差不多|大概就|反正|还行吧|还可以吧|也没怎么|也没什么|就那样|什么的|之类的|随便|不知道|"
    r"说不清|应该都|应该能|应该就|想一下|想想|来着|"
    r"其实也不算|无所谓|到时候看|看情况吧|想不到什么|怎么说呢|嗯|对了|就行了|就可以了|"
    r"(?<=[,，])那个(?=[,，])|(?<=[,，])就是(?=[,，])"
)
_VAGUE_EN = re.compile(
    r"\b(?:maybe|kind of|sort of|i guess|whatever|or something|stuff|something like that|"
    r"i don't know|i do not know|not sure|"
    r"more or less|probably|somehow|things like that|i suppose|anyway|et cetera|um+|uh+|you know|"
    r"and so on|it depends)\b"
)


def vagueness(text: str, language: str) -> float:
    """0 (says what it says) to 0.6 (mostly hedging)."""
    hits = len((_VAGUE_ZH if language == "zh" else _VAGUE_EN).findall(text))
    return min(0.6, 0.25 * hits)
