"""Name, telephone and e-mail: by label, else by their shape and by where they stand."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bole.parsing.fields import dates
from bole.parsing.fields.labels import pairs
from bole.parsing.fields.names import is_employer, is_title
from bole.parsing.fields.sections import LISTS, Section
from bole.parsing.fields.titles import kinds_of
from bole.parsing.reference import reference, words
from bole.parsing.text import CJK, has_cjk, plain, squash, tidy, without_icons
from bole.parsing.types import Line

_MOBILE = re.compile(
    r"(?<![\d.])(?<!\+\d\s)(?<!\+\d\d\s)(?<!\+\d\d\d\s)(?:(?:\(?\+?\s?0{0,2}86\)?|\(\+?86\))[\s-]{0,3})?"
    r"1[3-9]\d[\s-]{0,3}(?:\d{4}[\s-]{0,3}\d{4}|\d{3}[\s-]{0,3}\d{5}|\d{8})(?![\d])"
)
_ABROAD = re.compile(
    r"(?<![\d+])\+\s?(?!86)\d{1,3}[\s-]?(?:\(\d{1,4}\)[\s-]?)?\d{1,5}(?:[\s-]?\d{2,5}){1,4}(?!\d)"
)
_HONG_KONG = re.compile(r"(?<![\d+])(?:00)?\(?85[23]\)?[\s-]?[2-9]\d{3}[\s-]?\d{4}(?!\d)")
_AMERICAN = re.compile(r"(?<![\d+(])(?:\+?1[\s.-])?(?:\([2-9]\d\d\)\s?|[2-9]\d\d[.-])\d{3}[\s.-]\d{4}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(?:\(0\d{2,3}\)|0\d{2,3})[\s-]?[2-9]\d{6,7}(?:-\d{1,5})?(?!\d)")
_DOMESTIC = re.compile(r"(?<![\d+-])0\d{2,4}[\s-]?\d{3}[\s-]?\d{3,4}(?![\d-])")  # Taiwan, Britain
_MOBILES = ((_MOBILE, 0.97), (_ABROAD, 0.9), (_HONG_KONG, 0.85), (_AMERICAN, 0.85))
_SPREAD_NAME = re.compile(r"(?:[A-Za-z] )+[A-Za-z](?: {2,}(?:[A-Za-z] )+[A-Za-z])+")  # "A N N   L E E"
_SPREAD_NUMBER = re.compile(r"(?<!\d )(?:\d\s(?:-\s)?){10}\d(?!\d)")  # set letter by letter
_ANY_NUMBER = re.compile(r"[+(]?\d[\d\s()-]{5,18}\d")
_SPELT = re.compile(r"\s*[\[(]\s*(at|dot)\s*[\])]\s*", re.IGNORECASE)
_GLUED_NUMBER = re.compile(r"^1[3-9]\d{9}(?=[A-Za-z])")  # a recogniser reads two cells as one
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9][A-Za-z0-9._%+-]*\s?@\s?(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,12}(?![A-Za-z])"
)
_SOMEBODY_ELSE = re.compile(
    r"紧急联系|证明人|推荐人|家长|父亲|母亲|配偶|emergency|referee|reference", re.IGNORECASE
)
_ZH_NAME = re.compile(rf"^[{CJK}]{{2,4}}$")
_MINORITY = re.compile(rf"^[{CJK}]{{2,8}}(?:[·•・‧∙.][{CJK}]{{1,8}}){{1,3}}$")
_EN_NAME = re.compile(
    r"^[A-Z][A-Za-z'’-]+(?:\s+[(（\"“'‘][A-Z][a-z]+[)）\"”'’])?(?:\s+(?:[A-Z]\.|[A-Z][A-Za-z'’-]+|[a-z]{2,3}(?=\s))){1,3}"
    r"(?:\s+[(（\"“'‘][A-Z][a-z]+[)）\"”'’])?$"
)
_NO_NAME = words().set("not_a_name")
_NO_NAME_END = re.compile(rf"(?:{words()['not_name_end']})$")
_NO_ENGLISH = re.compile(rf"\b(?:{words()['not_a_name_en']})\b", re.IGNORECASE)
_TITLE_LINE = re.compile(
    rf"^([{CJK}·•\s]{{2,12}}?)\s*(?:的)?\s*(?:个人|求职|应聘)?(?:中文)?简历$"
    rf"|^(?:个人|求职)?简历\s*[-—:：|·\s]+([{CJK}·•\s]{{2,12}})$"
)
_FIRST = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A value, its line, how sure."""

    value: str
    line: Line
    confidence: float


def phone(lines: Sequence[Line]) -> Found | None:
    """The candidate's number as printed: the first one, mobile before landline, not that of a referee; else
    whatever number a label calls so."""
    for patterns in (_MOBILES, ((_LANDLINE, 0.8), (_DOMESTIC, 0.75))):
        for line in lines:
            found = [one for pattern, sure in patterns if (one := _number(line, pattern, sure))]
            if found:
                return max(found, key=lambda one: (one.confidence, len(one.value)))
    return first(_labelled_number(line) for line in lines)


def _number(line: Line, pattern: re.Pattern[str], sure: float) -> Found | None:
    text = plain(line.text)
    if spread := _SPREAD_NUMBER.search(text):
        bare = re.sub(r" (?=[\d-])|(?<=[\d-]) ", "", spread[0]).strip()
        return Found(spread[0].strip(), line, sure * line.confidence) if pattern.fullmatch(bare) else None
    for match in pattern.finditer(text):
        if _SOMEBODY_ELSE.search(text[: match.start()]) or _longer_number(text, match):
            continue
        value = re.sub(r"\s+", " ", line.text[match.start() : match.end()]).strip()
        return Found(value, line, sure * line.confidence)
    return None


def _labelled_number(line: Line) -> Found | None:
    value = labelled(line, "phone")
    match = _ANY_NUMBER.match(plain(value)) if value else None
    if not value or not match or _SOMEBODY_ELSE.search(line.text):
        return None
    return Found(value[: match.end()].strip(), line, 0.75 * line.confidence)


def _longer_number(text: str, match: re.Match[str]) -> bool:
    """Part of an identity or account number."""
    return bool(re.match(r"[\dXx]", text[match.end() : match.end() + 1])) or (
        match.start() > 0 and text[match.start() - 1].isdigit()
    )


def email(lines: Sequence[Line]) -> Found | None:
    """The first address, also one broken over two lines of a narrow column."""
    for index, line in enumerate(lines):
        text = _SPELT.sub(lambda found: "@" if found[1].lower() == "at" else ".", plain(line.text))
        match = _EMAIL.search(text)
        if match and _SOMEBODY_ELSE.search(text[: match.start()]):
            continue
        if match is None or match.end() == len(text.rstrip()):
            broken = _broken_address(line, lines[index + 1] if index + 1 < len(lines) else None)
            if broken:
                return Found(broken, line, 0.85 * line.confidence)
        if match:
            value = _GLUED_NUMBER.sub("", re.sub(r"\s", "", match[0]))
            return Found(value, line, 0.98 * line.confidence)
    return None


def _broken_address(line: Line, below: Line | None) -> str | None:
    """An address whose end ran into the next line: only where the line reached its edge, or ends within
    it."""
    tail = re.search(r"[A-Za-z0-9._%+-]+(?:@[A-Za-z0-9.-]*)?$", plain(line.text))
    head = re.match(r"@?[A-Za-z0-9._-]+(?:@[A-Za-z0-9.-]+)?(?=\s|$)", plain(below.text)) if below else None
    if not tail or not head:
        return None
    torn = tail[0].endswith(("@", ".", "-", "_")) or head[0].startswith(("@", "."))
    if not torn and (line.room > 12 or re.search(r"@[\w.-]+\.[A-Za-z]{2,}$", tail[0]) or "@" not in tail[0]):
        return None
    whole = tail[0] + head[0]
    return whole if _EMAIL.fullmatch(whole) else None


def name(lines: Sequence[Line], sections: Sequence[Section]) -> Found | None:
    """By label, by a title line ("…的简历"), else the best candidate near the top or set largest."""
    for line in lines:
        value = labelled(line, "name")
        if value and (found := _as_name(value.split("\t")[0], strict=False)):
            return Found(found, line, 0.99 * line.confidence)
    for line in lines:
        match = _TITLE_LINE.match(line.text.strip())
        if match and (found := _as_name(match[1] or match[2], strict=False)):
            return Found(found, line, 0.95 * line.confidence)
    return _standing_alone(lines, sections)


def labelled(line: Line, kind: str) -> str | None:
    """The value after a label of this kind, in the same cell or the next one."""
    return next((value for label, value in pairs(line) if label == kind and value), None)


def _standing_alone(lines: Sequence[Line], sections: Sequence[Section]) -> Found | None:
    titled = {s.title.number for s in sections if s.title}
    listed = {line.number for s in sections if set(s.kinds) & LISTS for line in s.lines}
    largest = max((line.size for line in lines), default=0.0)
    pool = [line for i, line in enumerate(lines) if i < _FIRST or (largest and line.size >= 0.97 * largest)]
    best: tuple[float, Found] | None = None
    for rank, line in enumerate(pool):
        if line.number in titled or dates.find(line.text, single=False):
            continue
        for place, piece in enumerate(_pieces(line)):
            large = bool(largest) and line.size >= 0.97 * largest
            found = _as_name(piece) or (_as_rare_name(piece) if large else None)
            if found is None:
                continue
            score = (
                _surname(found)
                + (2.0 if large else 0)
                - 0.25 * rank
                - 0.4 * place
                - (2.0 if line.number in listed else 0)
            )
            if best is None or score > best[0]:
                best = (score, Found(found, line, min(0.95, 0.6 + 0.12 * score) * line.confidence))
    return best[1] if best and best[0] > -1.5 else None


def _pieces(line: Line) -> list[str]:
    text = without_icons(line.text)
    if _SPREAD_NAME.fullmatch(text.strip()):
        return [" ".join(word.replace(" ", "") for word in re.split(r" {2,}", text.strip()))]
    if re.search(r"[:：]", text.split("\t")[0]):
        return []
    whole = re.sub(r"[\s\u3000]+", " ", text).strip()
    parts = [p for p in re.split(r"\t|\u3000|\s{2,}|[|｜/,，(（]|\s-\s|\s·\s", text) if p.strip()]
    parted = whole.split(" ") if has_cjk(whole) else []
    return list(dict.fromkeys([whole, *parts, *parted[:1]]))


def _as_name(text: str, *, strict: bool = True) -> str | None:
    """The text as a person's name, or None; Chinese spacing ("张 三") is layout and goes."""
    text = re.sub(r"(?<=[\u3400-\u9fff]{2})\s+[男女]$", "", tidy(without_icons(text)))
    text = re.split(r"[(（|｜]", text)[0].strip() if not strict else text
    tight = re.sub(r"\s+", "", text) if has_cjk(text) else text
    latin = re.match(rf"^([{CJK}]{{2,4}})\s*[A-Z][A-Za-z ]+$", text)
    if latin:
        tight = latin[1]
    if re.fullmatch(rf"[{CJK}]{{3}}[男女]", tight) and tight[:2] not in reference().surnames:
        tight = tight[:3]  # the sex printed behind the name
    if _MINORITY.match(tight):
        return tight
    if _ZH_NAME.match(tight):
        return tight if _plausible(tight, strict=strict) else None
    if has_cjk(text) or _NO_ENGLISH.search(text) or kinds_of(text):
        return None
    return (
        text if _EN_NAME.match(text) or (not strict and re.match(r"^[A-Z][\w .'’-]{1,40}$", text)) else None
    )


def _as_rare_name(text: str) -> str | None:
    """A name without a listed surname: 娜仁图雅. Only of what is set largest."""
    found = _as_name(text, strict=False) if has_cjk(text) else None
    other = found is None or is_title(found) > 1 or is_employer(found) > 0 or _NO_NAME_END.search(found)
    return None if other else found


def _plausible(name: str, *, strict: bool) -> bool:
    ref = reference()
    if name in _NO_NAME or kinds_of(name) or squash(name) in ref.labels or squash(name) in ref.places:
        return False
    if not strict:
        return True
    known = name[:1] in ref.surnames or name[:2] in ref.surnames
    return known and (len(name) < 4 or name[:2] in ref.surnames) and not _NO_NAME_END.search(name)


def _surname(name: str) -> float:
    ref = reference()
    if "·" in name or "•" in name:
        return 1.5
    if not has_cjk(name):
        return 1.0
    return 1.5 if name[:1] in ref.surnames or name[:2] in ref.surnames else -1.0


def first(found: Iterable[Found | None]) -> Found | None:
    """The first that is there."""
    return next((one for one in found if one is not None), None)
