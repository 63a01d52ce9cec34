"""Lines that may stand in the head of an entry: those with its period, those with its names."""

import re

from bole.parsing.fields import dates
from bole.parsing.fields.dates import Period
from bole.parsing.fields.labels import label_of
from bole.parsing.text import CJK, bulleted, has_cjk, strip_bullet
from bole.parsing.types import Line

_END = re.compile(r"[。；;.]\s*$")
_LATIN_SENTENCE = re.compile(r"[！？!?。；]|[a-z]{4,}\. [A-Z]")
SENTENCE = re.compile(r"[。；！？!?;]|(?:[，,][^，,]+){4,}")
_TELLING = re.compile(
    r"^\s*(?:参与|负责|协助|完成|主导|组织|带队|带领|编写|获|荣获|赴|通过|开展|配合|处理|撰写)"
)
_INTO = re.compile(r"(?:于|在|自从|截至|至|到|和|与|从|自|以及)$")
_PROJECT = re.compile(
    r"^\s*(?:(?:项目|课题|案例)(?:名称)?[一二三四五六七八九十\d]*\s*[:：、.]|project\s*(?:name|\d*)\s*[:：])",
    re.IGNORECASE,
)
_ADJOINED = re.compile(rf"^[{CJK}]|[{CJK}]$")
LONG_ZH, LONG_EN = 62, 130


def head_period(line: Line, *, singles: bool) -> Period | None:
    """The period of a line that can be the head of an entry: not one told within a sentence."""
    text = line.text
    period = dates.find(text, single=singles)
    if period is None or _PROJECT.match(strip_bullet(text)):
        return None
    if (
        line.confidence == 1
        and _ADJOINED.search(text[: period.begin])
        and _ADJOINED.match(text[period.stop :])
    ):
        return None  # no gap on either side: a word of a sentence
    before, after = dates.without(text, period)
    after = _END.sub("", after)
    rest = f"{before} {after}".strip()
    if _INTO.search(before.rstrip()) or len(rest) > (LONG_ZH if has_cjk(rest) else LONG_EN):
        return None
    if sentence_in(before) or (has_cjk(rest) and not line.row and sentence_in(rest)):
        return None
    if _TELLING.match(rest) and not line.row:
        return None
    return None if label_of(before.rstrip(" :：")) == "ignored" else period


def sentence_in(text: str) -> bool:
    """Whether marks of prose stand in the text."""
    return (SENTENCE if has_cjk(text) else _LATIN_SENTENCE).search(text) is not None


def name_like(line: Line) -> bool:
    """Short and without the marks of prose: a line that may name something."""
    text = line.text.strip()
    return not bulleted(text) and not sentence_in(text) and len(text) <= (48 if has_cjk(text) else LONG_EN)
