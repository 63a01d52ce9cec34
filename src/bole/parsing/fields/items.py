"""Lists: skills, certificates, languages."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from bole.parsing.fields import dates
from bole.parsing.fields.sections import Section
from bole.parsing.fields.titles import kinds_of
from bole.parsing.reference import reference, words
from bole.parsing.text import CJK, bulleted, has_cjk, join, plain, strip_bullet, tidy, without_icons
from bole.parsing.types import Line

_LONG = 40  # letters; what is longer and prose is no item
_CLAUSE = 18  # a longer piece between commas belongs to a sentence
Items = list[tuple[str, Line]]
_SEPARATOR = re.compile(
    r"[、;；|｜\t\n]|[,，](?!\d{3}(?!\d))|\s{2,}|\u3000|\s+[/·•]\s+|(?<=\S)\s*[·•▪■●]\s*(?=\S)"
)
_LABEL = re.compile(rf"^\s*([{CJK}A-Za-z/&与及和 ()（）]{{2,24}}?)\s*[:：]\s*(?=\S)")
_KNOWING = re.compile(
    r"^(?:能够?|可以?)?(?:熟练|比较)?(?:地)?"
    r"(?:掌握|使用|运用|操作|应用|精通|熟悉|了解|擅长|具备|具有|会使用)+(?:常用的?|各类|多种|基本的?)?\s*"
)
_SKILLFUL = re.compile(
    r"^(?:熟练|精通|良好|proficient (?:in|with)|skilled in|familiar with|experienced (?:in|with)|knowledge of"
    r"|advanced|fluent in)\s*(?=[A-Za-z\u3400-\u9fff])",
    re.IGNORECASE,
)
_EACH_WITH_LEVEL = re.compile(r"(?:[^()（）]{1,16}[（(][^()（）]{1,12}[)）]\s*){2,}")
_HOW_WELL = re.compile(
    r"(?:非常|比较|十分)?(?:精通|熟练|良好|一般|熟悉|了解|掌握|入门|较好|优秀)(?:掌握|使用|运用)?"
    r"|\d+\s*(?:个月|年)(?:经验)?|expert|advanced|intermediate|basic|beginner|proficient|\d+\s*(?:years?|months?)",
    re.IGNORECASE,
)
_TONGUE_NAME = re.compile(words()["languages"], re.IGNORECASE)
_TEST = re.compile(r"\d|[四六八]级|专[四八]|[一二三]级|雅思|托福|[A-Z]{3}")
_AND_SO_ON = re.compile(
    r"(?:(?<![甲乙丙丁一二三四上中高同对平初])等(?:常用|各类|相关|办公|编程)?(?:软件|工具|语言|技能|办公软件|系统|操作|证书)?|\s*etc\.?)$"
)
_AWARD = re.compile(words()["awards"], re.IGNORECASE)
_OBTAINED = re.compile(r"^(?:获得|取得|通过|考取|持有|已?获|已?取得|具有|拥有|已通过)\s*(?=\S{3})")
_LANGUAGE = re.compile(rf"^(?:{words()['languages']})(?![a-z])", re.IGNORECASE)
_SPOKEN = re.compile(
    rf"(?:{words()['languages']})(?![a-z]|-(?:language|speaking))\s*(?:$|[（(:：,，/-]|\w*[\d级等]|流利|熟练|精通|良好|一般|母语"
    r"|[CT]ET|TEM|IELTS|TOEFL|HSK|JLPT|fluent|native|basic|intermediate|advanced|proficient|professional|conversational)",
    re.IGNORECASE,
)
_TONGUE = re.compile(
    rf"{words()['languages']}|[{CJK}][语话文]|[四六八]级|专[四八]|流利|熟练|母语|听说|读写|口语|雅思|托福|托业"
    r"|\b(?:CET|TEM|IELTS|TOEFL|TOEIC|HSK|JLPT|TOPIK|DELF|DALF|DELE|BEC|PETS|CATTI|GRE|N[1-5]|[ABC][12])\b|CET|TEM"
    r"|fluent|native|mother tongue|proficien|conversational|intermediate|advanced|basic|working"
    r"|limited|bilingual"
    r"|^\s*[A-Z][a-z]{3,11}\s*$",
    re.IGNORECASE,
)

_COLUMN_HEAD = re.compile(
    r"(?:证书|证件|资格|技能|语言)(?:名称|编号)|[获取]?得(?:时间|日期)|[获取]证(?:时间|日期)|(?:发证|颁发|颁证)(?:单位|机关|机构|日期|时间)"
    r"|(?:mother tongue|other language|digital skill|language skill)(?:s|\(s\))?",
    re.IGNORECASE,
)
# A body alone; "中级经济师（人社部）", "从业资格 证券业协会" name a certificate beside it.
_ISSUER = re.compile(
    r"(?!.*(?:资格|证|级|师|员\b|会员|考试合格|[A-Za-z0-9]))[^\s（）()、,，]*"
    r"(?:委员会|语委|考试院|考试中心|协会|人社[部厅局]|教育[部厅局]|财政[部厅局])"
)


def read(sections: Sequence[Section]) -> dict[str, Items]:
    """``skills``, ``certificates``, ``languages`` with their lines, in the order printed."""
    found: dict[str, Items] = {"skills": [], "certificates": [], "languages": []}
    for section in sections:
        wanted = [kind for kind in section.kinds if kind in found]
        if not wanted:
            continue
        for line in _rejoined(section.lines):
            for label, text in split(line):
                kind = _kind(text, label, wanted, section.kinds)
                value = _value(text, kind) if kind else ""
                if kind and value:
                    found[kind].append((value, line))
    return {kind: once(items) for kind, items in found.items()}


def _rejoined(lines: Sequence[Line]) -> list[Line]:
    """Where items have bullets, a line without one goes on with the item above."""
    if not lines or not bulleted(lines[0].text) or any(line.row for line in lines):
        return list(lines)
    whole: list[Line] = []
    for line in lines:
        goes_on = whole and line.room < math.inf and not _LABEL.match(line.text)
        if goes_on and not bulleted(line.text):
            whole[-1] = replace(whole[-1], cells=(join(whole[-1].text, line.text),))
        else:
            whole.append(line)
    return whole


def split(line: Line) -> list[tuple[str, str]]:
    """(label, item) of a line; nothing is cut inside brackets, a sentence stays whole."""
    found = []
    for cell in line.cells:
        for row in cell.split("\n"):
            found += _split_row(strip_bullet(without_icons(row)))
    return found


def _split_row(text: str) -> list[tuple[str, str]]:
    parts: list[tuple[str, str]] = []
    label = ""
    for clause in re.split(r"[;；。\t](?=\s*\S)", text) if _LABEL.match(text) else [text]:
        mark = _LABEL.match(clause)
        named = mark if mark and len(mark[1]) <= 16 else None
        label = named[1].strip() if named else label
        rest = clause[named.end() :] if named else clause
        items = _outside_brackets(rest.rstrip("。. "))
        if named and all(_HOW_WELL.fullmatch(item.strip()) for item in items):
            items = [label]  # "Java：精通 | 78个月" says how well and how long
        elif named and _TONGUE_NAME.fullmatch(label):
            items = [clause.strip()]  # "英语：读写良好 | 听说一般"
        parts += [(label, item) for item in items]
    return parts


def _outside_brackets(text: str) -> list[str]:
    if _is_sentence(text):
        return [text]
    items, start, flat = [], 0, plain(text)
    for mark in _SEPARATOR.finditer(text):
        before = flat[start : mark.start()]
        if before.count("(") > before.count(")"):
            continue
        items.append(text[start : mark.start()])
        start = mark.end()
    items.append(text[start:])
    if len(items) == 1 and text.count("/") > 1 and has_cjk(text):
        items = text.split("/")  # a recogniser leaves out the spaces around the strokes
    if len(items) == 1 and _EACH_WITH_LEVEL.fullmatch(text):
        items = re.findall(r"[^()（）]+[（(][^()（）]*[)）]", text)
    return [item for item in items if item.strip()]


def _is_sentence(text: str) -> bool:
    """Prose with commas, not a list: it is one item or none."""
    if "。" in text.rstrip("。"):
        return True
    pieces = re.split(r"[，,]", text)
    only_commas = not re.search(r"[、;；|｜/\t\u3000]", text) and len(pieces) > 1
    return only_commas and has_cjk(text) and max(map(len, pieces)) > _CLAUSE


def _kind(text: str, label: str, wanted: list[str], kinds: Sequence[str]) -> str | None:
    """Which list an item belongs to, when its section names several."""
    named = [kind for kind in kinds_of(label) if kind in ("skills", "certificates", "languages", "awards")]
    if named and len(named) == 1:
        return named[0] if named[0] != "awards" else None
    if len(kinds) == 1:
        if wanted[0] == "skills" and label and "证书" in label:
            return "certificates"
        if wanted[0] == "languages" and not _TONGUE.search(f"{label} {text}"):
            return None
        return wanted[0]
    if "certificates" in wanted and reference().certificates.search(text) and not _AWARD.search(text):
        return "certificates"
    if "languages" in wanted and _LANGUAGE.match(tidy(text)):
        return "languages"
    if "awards" in kinds and _AWARD.search(text):
        return None
    rest = [kind for kind in wanted if kind != "certificates"] or wanted
    return (
        rest[0]
        if "awards" not in kinds or rest[0] != "certificates"
        else ("certificates" if not _AWARD.search(text) else None)
    )


def _value(text: str, kind: str) -> str:
    value = tidy(text)
    if kind == "certificates":
        value = _undated(value)
        value = tidy(_OBTAINED.sub("", value))
    elif kind == "skills":
        value = tidy(_AND_SO_ON.sub("", _SKILLFUL.sub("", _KNOWING.sub("", value))))
    if _COLUMN_HEAD.fullmatch(value) or (kind == "certificates" and _ISSUER.fullmatch(value)):
        return ""  # what heads the column or gave the certificate is none itself
    return (
        value
        if re.search(r"\w", value) and (kind == "certificates" or not kinds_of(value)) and not _told(value)
        else ""
    )


def _told(value: str) -> bool:
    """A long sentence: it tells something and names no item."""
    return len(value) > _LONG and _is_sentence(value)


def _undated(value: str) -> str:
    """A certificate without the date it was obtained on."""
    period = dates.find(value)
    if period is None:
        return value
    before, after = dates.without(value, period)
    if not re.search(r"\w", before + after):
        return ""
    rest = tidy(f"{before} {after}" if before.strip() and after.strip() else before + after)
    return re.sub(r"[（(]\s*[)）]", "", rest).strip() if re.search(rf"[{CJK}A-Za-z]{{2}}", rest) else value


def once(items: Items) -> Items:
    """Each value at its first place."""
    seen: dict[str, tuple[str, Line]] = {}
    for value, line in items:
        seen.setdefault(value, (value, line))
    return list(seen.values())


def spoken(items: Items) -> Items:
    """Items among skills that name a language and how well it is spoken: "English (fluent)",
    "普通话二级甲等"."""
    return [(value, line) for value, line in items if _SPOKEN.match(value) and len(value) <= 30]
