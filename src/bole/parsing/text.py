"""Characters: forms that look alike, bullets, joining what a line break tore apart."""

import re
import unicodedata

_FULL_WIDTH: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－─━"), "-")
_SIGNS = str.maketrans("\u3000\xa0～〜’•・‧︰｜丨│", "  ~~'···:|||")
_PLAIN: dict[int, int | str] = {**_FULL_WIDTH, **_DASHES, **_SIGNS}
# Forms that fonts put in place of the ordinary letter: radicals, compatibility ideographs, ligatures.
_ODD_FORMS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f\ufe0e\ufe0f]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ufffc]")
_ICON = re.compile(
    "[\ue000-\uf8ff\U000f0000-\U0010ffff\u2600-\u27bf\U0001f000-\U0001faff\u2190-\u21ff\u25a0-\u25ff\u2b00-\u2bff]"
)
_BULLET = re.compile(
    r"^\s*(?:[·•▪■□●○◆◇★☆►▶➢➤✓✔√∙‣⁃*»※]+|[-–—]\s|[oOØü]\s(?=\S{2})|[（(]?\d{1,2}[)）、]|\d{1,2}\.(?=\s*[^\s\d])|[①-⑳]|[一二三四五六七八九十]{1,2}、)\s*"
)
CJK = "\u3400-\u9fff\U00020000-\U0003ffff"
_CJK_CHAR = re.compile(f"[{CJK}]")
_WIDE_EDGE = re.compile(f"[{CJK}，。；：、！？（）《》“”【】]")


def clean(text: str) -> str:
    """Without characters nobody sees, with ordinary letters in place of look-alike forms of a font."""
    text = _CONTROL.sub("", _UNSEEN.sub("", text))
    return _ODD_FORMS.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)


def unseen(text: str) -> str:
    """Letters smuggled in the invisible "tag" range, decoded; empty for ordinary text."""
    return "".join(chr(ord(c) - 0xE0000) for c in text if 0xE0020 <= ord(c) <= 0xE007E)


def plain(text: str) -> str:
    """For matching only: half-width signs, one kind of dash. As long as ``text``, so places carry over."""
    return text.translate(_PLAIN)


def squash(text: str) -> str:
    """For comparing: plain, lower case, without any white space."""
    return re.sub(r"\s+", "", plain(text)).lower()


def has_cjk(text: str) -> bool:
    """Whether a Chinese character stands in it."""
    return _CJK_CHAR.search(text) is not None


def without_icons(text: str) -> str:
    """Without pictograms (telephone, envelope …) that templates put before a value."""
    return _ICON.sub(" ", text)


def bulleted(text: str) -> bool:
    """Whether the line begins with a bullet or a number of a list."""
    return _BULLET.match(without_squares(text)) is not None


def without_squares(text: str) -> str:
    """Private-use bullets (Wingdings) as an ordinary bullet."""
    return re.sub("^\\s*[\ue000-\uf8ff\u25a0-\u25ff\u27a2\u2794]", "·", text)


def strip_bullet(text: str) -> str:
    """The line without its bullet."""
    return _BULLET.sub("", without_squares(text), count=1).strip()


def tidy(text: str) -> str:
    """A value as printed, trimmed, inner runs of white space as one space, none between Chinese characters'
    edges."""
    text = re.sub(r"\s+", " ", text.replace("\u3000", " ")).strip()
    return text.strip(" \t|｜,，;；、·•:：/／@-–—~")


def join(first: str, second: str) -> str:
    """Two halves of a line that was broken: no space between Chinese, one between words, none in a broken
    address."""
    if not first or not second:
        return first or second
    if first[-1].isspace() or second[0].isspace():
        return first + second
    if _WIDE_EDGE.match(first[-1]) or _WIDE_EDGE.match(second[0]):
        return first + second
    if (first[-1] in "@-/" and not first[-2:-1].isspace()) or second[0] in "@.":
        return first + second
    return f"{first} {second}"
