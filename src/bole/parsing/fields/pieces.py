"""The head of a job cut into what may be its employer and its title."""

import re

from bole.parsing.fields import tokens
from bole.parsing.fields.labels import label_of
from bole.parsing.fields.names import NOT_ITSELF, ORGANISATION, STRONG, is_employer, is_title
from bole.parsing.fields.tokens import Token
from bole.parsing.reference import reference, words
from bole.parsing.text import CJK, has_cjk, plain, squash, tidy

_NOISE = re.compile(
    r"^\d+\s*(?:年|个月|months?|years?|人).*$|^\(?\d+\)?$|^(?:约)?\d+年\d*个?月?|年薪|月薪|规模"
    r"|^(?:全职|兼职|full[- ]time|part[- ]time|实习|intern)$"
    r"|^(?:国企|央企|民企|民营|国有|合资|外企|外资|股份制|上市公司|事业单位)$"
    rf"|^(?:{words()['industry']})(?:\s*[/、·与和]\s*(?:{words()['industry']}))*(?:行?业)?$",
    re.IGNORECASE,
)
_MIXED_TITLE = re.compile(rf"^[A-Za-z]{{2,10}} [{CJK}]{{2,10}}$")  # "HR 实习生"
_TOLD = re.compile(
    rf"^(?:就职于|任职于|供职于|在|于)([{CJK}（）()]{{3,30}}?)[，,]?(?:担任|任职|任|从事|做)([{CJK}]{{2,16}})$"
)  # "在江州银行任会计主管"


def countable(text: str) -> bool:
    """Not a place, not "5 年", not "应聘岗位：…"."""
    if re.fullmatch(r"[\[(（【][^\])）】]*[\])）】]", text):
        return False
    head = re.match(r"([^:：]{1,14})[:：]", text)
    if label_of(head[1] if head else text):
        return False
    place = squash(text) in reference().places
    return not place and re.search(r"\w", text) is not None and not _NOISE.match(plain(text))


def cut(text: str) -> list[str]:
    """Pieces; "Title at Employer" and "银行名+职务" without a gap are parted, too."""
    at = re.match(r"^(.*\S)\s+(?:at|@)\s+(\S.*)$", tidy(text))
    if at and not has_cjk(text):
        return [at[1], at[2]]
    told = _TOLD.match(tidy(text))
    if told:
        return [told[1], told[2]]
    if _MIXED_TITLE.match(text.strip()) and is_title(text) > 1 and is_employer(text) < 2:
        return [text]
    pieces = [token.text for token in tokens.cut(text, _enough)]
    return [part for piece in pieces for part in _unglued(piece, alone=len(pieces) == 1)]


def _enough(pieces: list[Token]) -> bool:
    texts = [p.text for p in pieces if countable(p.text)]
    if len(texts) == 1 and not re.search(rf"\s|[,，]|(?<=[{CJK}])-(?=[{CJK}])", texts[0]):
        return True
    return (
        any(is_employer(t) > 1 for t in texts)
        and any(is_title(t) > 1 and is_employer(t) < 2 for t in texts)
        and len(texts) > 1
    )


def _unglued(text: str, *, alone: bool) -> list[str]:
    """ "江州银行理财经理" → 江州银行 / 理财经理, at the last ending of an organisation before a title."""
    if not alone or not has_cjk(text) or is_title(text) < 2:
        return [text]
    cuts = [m.end() for m in re.finditer(ORGANISATION, text) if m.end() < len(text) - 1]
    strong = [c for c in cuts if STRONG.search(text[:c]) and not NOT_ITSELF.search(text[:c])]
    if not strong:
        strong = [c for c in cuts if c >= 4 and is_title(text[c:]) > 1 and not NOT_ITSELF.search(text[:c])]
    if not strong:
        return [text]
    place = strong[-1]
    bracket = re.match(r"\s*[（(][^（()）]{1,16}[)）]", text[place:])
    place += bracket.end() if bracket else 0
    title = _without_department(text[place:])
    return [text[:place], title] if len(text) - place >= 2 and place >= 4 else [text]


def _without_department(title: str) -> str:
    """ "数据管理部数据治理专员" → 数据治理专员; "风险管理部总经理" leads the department and keeps it."""
    found = re.match(rf"[{CJK}]{{2,8}}部(?=[{CJK}]{{4,}})", title)
    return title[found.end() :] if found and is_title(title[found.end() :]) > 1 else title
