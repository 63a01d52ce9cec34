"""Which lines of a résumé tell something done. Lists of words, praise of oneself and denials tell nothing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bole.measurement.text.normalise import normalise

Standing = Literal["told", "barred", "list", "claim", "denied", "other"]
# Sections in which people tell what they did; unknown ones count when the line itself tells it.
_TELLING = frozenset({"work", "internship", "project", "campus", "training", "awards", "education"})
_CLAIMING = frozenset({"summary", "objective", "skills", "certificates", "languages", "basic", "personal"})
_DONE_ZH = re.compile(
    "负责|办理|处理|完成|维护|营销|销售|推介|推广|开发|设计|搭建|组织|策划|接待|接听|受理|审核|复核|核对|录入|编制|撰写|编写|分析|"
    "管理|协助|参与|带领|带教|主导|牵头|主持|建立|优化|提升|降低|缩短|新增|拓展|走访|拜访|回访|跟进|对接|协调|讲解|培训|服务|引导|"
    "识别|排查|堵截|上报|清收|催收|调查|检查|整改|监控|运维|测试|部署|上线|实现|获|达成|达到|控制|统计|整理|归档|盘点|清点|解决|安抚|"
    "挽留|挽回|制定|落实|执行|配合|开展|研究|担任|承担|保管|调研|促成|签约|日均|人均|零差错|无差错|无投诉|增至|增长"
)
_DONE_EN = re.compile(
    r"\b(?:[a-z]{3,}(?:ed)|led|sold|wrote|won|built|ran|held|kept|took|met|made|grew|brought|taught|began|"
    r"responsible for|in charge of|managing|handling|serving|developing|leading)\b"
)
_FIGURE = re.compile(r"\d")
_DATE = re.compile(r"(?:19|20)\d\d\s*[年./-]?\s*(?:\d{1,2}\s*月?)?")
_PRAISE = re.compile(
    "具有|具备|拥有|善于|擅长|热爱|乐于|本人|性格|为人|吃苦耐劳|能力强|较强的|良好的|强烈的|优秀的|精通|熟悉|熟练|了解|"
    r"\b(?:proficient|familiar with|skilled in|good at|excellent|strong|passionate|able to|knowledge of)\b"
)
_DENIAL = re.compile(
    "没有[^，。,;；]{0,10}(?:经验|经历|接触|做过|从事)|(?:未|从未|没)(?:接触|从事|做过|参与|负责|办理|学过|用过)|不(?:熟悉|擅长|了解|会|懂)|无[^，。,;；]{0,8}经验|"
    r"\b(?:no|without)\s+(?:\w+\s+){0,3}experience|\b(?:have|has|had)(?: not|n't)\b|\bnever\b|\bnot familiar"
)
_SEPARATOR = re.compile(r"[,，、;；|/\t·•]|\s{2,}")
_LISTED, _SHORT_ZH, _SHORT_EN = 5, 8, 3  # pieces that make a list; characters, words of a short piece


@dataclass(frozen=True, slots=True)
class Told:
    """One line: its number and words, the same normalised, how it stands, whether it holds a figure."""

    number: int
    text: str
    plain: str
    standing: Standing
    figure: bool


def read(lines: Sequence[Mapping[str, Any]], barred: frozenset[int]) -> list[Told]:
    """Every line ``{number, text, section}`` as it stands; ``barred`` ones count for nothing."""
    return [_read(line, line["number"] in barred) for line in lines]


def _read(line: Mapping[str, Any], barred: bool) -> Told:
    plain = normalise(line["text"]).text.strip()
    standing = "barred" if barred else _standing(plain, line.get("section") or "")
    return Told(line["number"], line["text"], plain, standing, bool(_FIGURE.search(_DATE.sub("", plain))))


def _standing(plain: str, section: str) -> Standing:
    if _DENIAL.search(plain):
        return "denied"
    if is_list(plain):
        return "list"
    done = bool(_DONE_ZH.search(plain) or _DONE_EN.search(plain))
    if section in _CLAIMING:
        return "claim"
    if _PRAISE.search(plain) and not _FIGURE.search(_DATE.sub("", plain)):
        return "claim"
    return "told" if done and (section in _TELLING or not section or section == "other") else "other"


def is_list(plain: str) -> bool:
    """Many short pieces side by side: words, not something told."""
    pieces = [piece.strip() for piece in _SEPARATOR.split(plain) if piece.strip()]
    if len(pieces) < _LISTED:
        return False
    short = [p for p in pieces if len(p) <= _SHORT_ZH or (p.isascii() and len(p.split()) <= _SHORT_EN)]
    return len(short) >= 0.8 * len(pieces)
