"""Titles of sections: which words they are made of."""

import re

from bole.parsing.memo import remembered
from bole.parsing.reference import reference
from bole.parsing.text import has_cjk, plain, squash, without_icons

_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}[、.]|\(?[一二三四五六七八九十\d]{1,2}[)、.]|part\s*\d+[.:]?)\s*",
    re.IGNORECASE,
)
_CONJUNCTION = re.compile(r"\s*(?:与|和|及|以及|/|&|、|\+|·|\||,|\band\b|\s)\s*", re.IGNORECASE)
_LATIN_TAIL = re.compile(
    r"^([\u3400-\u9fff/、与和及&（）()\s]+?)[\s/|·:(（-]*([A-Za-z][A-Za-z &'/-]+)[)）]?$"
)
_LATIN_HEAD = re.compile(r"^([A-Za-z][A-Za-z &'/-]+?)[\s/|·:(（-]*([\u3400-\u9fff/、与和及&\s]+)[)）]?$")
_NOTE = re.compile(r"(?<=[\u3400-\u9fff])\s*\([^()]{2,12}\)$")  # "工作经历（由近及远）"
_LONGEST = 34
_FRAME = re.compile(r"^[\W_]+|[^\w)）&+/]+$")  # signs set around titles


@remembered
def kinds_of(text: str) -> tuple[str, ...]:
    """The kinds a title names: one, several ("技能与证书"), or none when it is no title."""
    text = _NUMBERING.sub("", framed(without_icons(plain(text))))
    if (noted := _NOTE.sub("", text)) != text and squash(noted) in reference().sections:
        text = noted
    if not text or len(text) > _LONGEST:
        return ()
    whole = _lookup(text)
    if whole:
        return whole
    for pattern in (_LATIN_TAIL, _LATIN_HEAD):
        halves = pattern.match(text)
        if halves:
            chinese, latin = sorted(halves.groups(), key=has_cjk, reverse=True)
            kinds = _several(chinese)
            if kinds and (_several(latin) or _translation(latin)):
                return kinds
    return _several(text)


def _translation(latin: str) -> bool:
    """Whether the word beside a Chinese title is set as its translation: in capitals, or spread."""
    return re.fullmatch(r"(?:[A-Z] ?){6,}", latin.strip()) is not None


def framed(text: str) -> str:
    """The title without the signs around it: "【教育背景】", "▌工作经历", "— Skills —"."""
    bare = _FRAME.sub("", text)
    return bare if re.search(r"[(（]", bare) else bare.rstrip(")）")


def _lookup(text: str) -> tuple[str, ...]:
    key = squash(text).strip(":|·")
    kind = reference().sections.get(key)
    if kind is None and len(key) >= 4 and key.endswith(("情况", "信息")):
        kind = reference().sections.get(key[:-2])
    if kind is None:
        kind = next((name for name, form in reference().composed.items() if form.fullmatch(key)), None)
    return ("education", "work") if kind == "both" else (kind,) if kind else ()


def _several(text: str) -> tuple[str, ...]:
    whole = _lookup(text)
    if whole:
        return whole
    parts = [part for part in _CONJUNCTION.split(text.strip()) if part]
    if not 1 < len(parts) <= 4:
        return _glued(squash(text))
    kinds = [_lookup(part) or _glued(squash(part)) for part in parts]
    if not all(kinds):
        return ()
    return tuple(dict.fromkeys(kind for one in kinds for kind in one))


def _glued(key: str) -> tuple[str, ...]:
    """Two titles without a joint: "技能证书", "荣誉证书"."""
    if not has_cjk(key) or not 4 <= len(key) <= 10:
        return ()
    sections = reference().sections
    for cut in range(2, len(key) - 1):
        first, second = sections.get(key[:cut]), sections.get(key[cut:])
        if first and second:
            return tuple(dict.fromkeys((first, second)))
    return ()


def guessed(text: str) -> tuple[str, ...]:
    """The kind of a line that is set like a title, by the words in it; none when it speaks of several."""
    key = squash(framed(without_icons(plain(text))))
    kinds = [kind for kind, pattern in reference().hints.items() if pattern.search(key)]
    return (kinds[0],) if len(kinds) == 1 else ()
