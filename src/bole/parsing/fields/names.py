"""What looks like an employer, what like a title."""

import re

from bole.parsing.fields.degrees import degree_of
from bole.parsing.memo import remembered
from bole.parsing.reference import reference, words
from bole.parsing.text import CJK, has_cjk, squash, tidy

ORGANISATION = rf"(?:{words()['organisation_zh']})"
_ORG_END = re.compile(rf"{ORGANISATION}(?:\s*[（(][^（()）]{{1,20}}[)）])?$")
_WEAK_ORG = re.compile(rf"(?:{words()['organisation_weak_zh']})$")
STRONG = re.compile(rf"(?:{words()['organisation_strong_zh']})$")
DEPARTMENT = re.compile(
    rf"(?:{words()['department_zh']})$|\b(?:{words()['department_en']})(?!\w)", re.IGNORECASE
)
_TITLE_END = re.compile(
    rf"(?:{words()['title_zh']})(?:\s*[（(][^（()）]{{1,20}}[)）])?(?:\s*[/、]\s*\S{{2,12}})?[IVX]{{0,3}}\d?$"
)
_TITLE_EN = re.compile(rf"\b(?:{words()['title_en']})\b")
_ORG_EN = re.compile(rf"\b(?:{words()['organisation_en']})\b\.?")
SURE_EN = re.compile(
    r"\b(?:Bank|Ltd|Limited|Inc|LLC|LLP|PLC|Plc|Corp|Corporation|Company|Co|Group|JSC|AG|GmbH|University|College)\b"
)
NOT_ITSELF = re.compile(
    r"(?:私人|网络|手机|电子|电话|远程|直销|投资|交易|零售|公司|对公|个人|数字|普惠|社区|绿色)银行$"
)
_SMALL = {"of", "and", "the", "for", "in", "at", "to", "de", "by"}
_BOTH = re.compile(rf"^([{CJK}（）]{{2,}}) ([A-Za-z][^{CJK}]*)$")  # with its translation beside it
_CENTRE = re.compile(
    rf"^.{{2,}}(?:{words()['organisation_strong_zh']})[{CJK}]{{2,10}}(?:中心|总部|部|处|科|室|团队)$|^.{{6,}}(?:培训|服务|托管|研发|发展|辅导|教育)中心$"
)


def _lowered(text: str) -> str:
    """ "GOLDEN GATE BANK" as "Golden Gate Bank"; single words in capitals may be short forms."""
    return text.title() if text.isupper() and " " in text else text


def nameable(text: str) -> bool:
    """Whether a text no list knows could be a name: no number, and in Latin script mostly capitals."""
    if re.search(r"\d|[%％]", text):
        return False
    small = [word for word in re.findall(r"[A-Za-z][\w'’-]*", text) if word.lower() not in _SMALL]
    return has_cjk(text) or sum(word[0].isupper() for word in small) >= 0.7 * len(small)


@remembered
def is_employer(text: str) -> float:
    """How much the text looks like an employer's name: 0 not, 1 perhaps, 2 by its ending, 3 by the list."""
    bare = tidy(text)
    if squash(bare) in reference().banks:
        return 3.0
    if both := _BOTH.match(bare):
        return max(map(is_employer, both.groups()))
    if not has_cjk(bare):
        bare = _lowered(bare)
        found = list(_ORG_EN.finditer(bare))
        return (2.0 if found[-1].end() >= len(bare) - 1 else 1.5) if found else 0.0
    if NOT_ITSELF.fullmatch(bare):
        return 0.0
    if _ORG_END.search(bare) or (_CENTRE.search(bare) and not NOT_ITSELF.match(bare)):
        return 2.0
    return 1.0 if _WEAK_ORG.search(bare) and not DEPARTMENT.search(bare) else 0.0


@remembered
def is_title(text: str) -> float:
    """How much the text looks like a title: 0 not, 1 somewhere in it, 2 by its ending."""
    bare = tidy(text)
    if has_cjk(bare) and degree_of(bare):
        return 0.0  # 硕士研究生
    if both := _BOTH.match(bare):
        return max(map(is_title, both.groups()))
    if not has_cjk(bare):
        bare = _lowered(bare)
        found = list(_TITLE_EN.finditer(bare))
        if found:
            return 2.5 if found[-1].end() >= len(bare) - 2 else 1.5
    return (
        2.0
        if _TITLE_END.search(bare) and not re.search(r"(?:公司|银行|集团|分行|支行)(?:[（(].*[)）])?$", bare)
        else 0.0
    )


def only_part(employer: str | None, other: str | None = None) -> bool:
    """Whether this names but a branch or a centre, and ``other``, where given, all of an organisation."""
    if not employer or squash(employer) in reference().banks:
        return False
    part = re.fullmatch(
        rf"[{CJK}]{{1,6}}(?:支行|分行|营业部|中心|部)|[A-Z][\w ]* (?:Center|Centre|Branch)", employer
    )
    if part is None or re.search(r"公司|银行|集团|Bank", employer):
        return False
    return other is None or re.search(r"公司|银行|集团", other) is not None or is_employer(other) > 2


def employer_rank(text: str) -> float:
    """``is_employer``, more where the kind of organisation is said: "Trade Finance" below "Some Bank"."""
    return is_employer(text) + (0.5 if not has_cjk(text) and SURE_EN.search(text) else 0.0)
