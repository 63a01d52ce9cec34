"""The resident identity card (GA 448): front with the person, back with authority and validity."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from bole.parsing.documents import checks, rows
from bole.parsing.documents.rows import Row
from bole.parsing.documents.types import Field
from bole.parsing.reading.runs import Page

Found = tuple[dict[str, Field], list[str]]

_NUMBER: Final = re.compile(r"(?<![0-9A-Z])([0-9]{17}[0-9Xx])(?![0-9])")
_NEARLY: Final = re.compile(r"号码?([0-9A-Za-z]{10,24})$")
_NAME: Final = re.compile(r"^姓?名(.{2,20})$|^姓名?(.{2,20})$")
_SEX: Final = re.compile(r"性?别(男|女)|性别?(男|女)")
_BIRTH: Final = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日?")
_ADDRESS: Final = re.compile(r"^住?址|^住")
_AUTHORITY: Final = re.compile(r"签?发?机关[一—\-_.:·]*(.{3,30})$")  # a gap may be read as a stroke
_DAY: Final = r"([0-9]{4})[.·,]?([0-9]{2})[.·,]?([0-9]{2})"
_PERIOD: Final = re.compile(rf"{_DAY}[-—–~一]*(?:{_DAY}|(长期))")
_LABELS_FRONT: Final = ("姓名", "性别", "民族", "出生", "住址", "公民身份号码", "身份号码")
_LABELS_BACK: Final = ("中华人民共和国", "居民身份证", "签发机关", "有效期限")
_TERMS: Final = frozenset({5, 10, 20})  # years, by age (居民身份证法 §5)
_MOST_ADDRESS: Final = 4  # rows

ETHNICITIES: Final = frozenset(
    re.findall(
        r"\w+",
        "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 "
        "拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 "
        "怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺",
    )
)


_KNOWN: Final = "|".join(sorted(ETHNICITIES, key=len, reverse=True))
_ETHNICITY: Final = re.compile(rf"[民族].{{0,2}}?({_KNOWN})$|民?族(.{{1,6}})$|民(?!族)(.{{1,6}})$")


def front(page: Page, today: date) -> Found:  # noqa: ARG001  the shape of every kind's reader
    """name, sex, ethnicity, birth_date, address, number."""
    lines = rows.rows(page)
    if _labels(lines, _LABELS_FRONT) < 2:
        return {}, ["other_side" if _labels(lines, _LABELS_BACK) > 1 else "not_such_document"]
    fields, problems = _number(lines, page)
    for name, pattern in (("name", _NAME), ("sex", _SEX), ("ethnicity", _ETHNICITY)):
        if found := _first(lines, pattern, page):
            fields[name] = found
    fields.update(_birth(lines, page))
    if address := _address(lines, page):
        fields["address"] = address
    return fields, [*problems, *_contradictions(fields), *_missing(fields)]


def is_card(lines: Sequence[Row]) -> bool:
    """Whether these rows are of an identity card, either side."""
    return any(_labels(lines, labels) > 1 for labels in (_LABELS_FRONT, _LABELS_BACK))


def _labels(lines: Sequence[Row], labels: Sequence[str]) -> int:
    text = "\n".join(line.text for line in lines)
    return sum(label in text for label in labels)


def _number(lines: Sequence[Row], page: Page) -> Found:
    for line in lines:
        if match := _NUMBER.search(line.text):
            number = match[1].upper()
            problem = checks.number_problem(number)
            return {"number": line.field(number, page, line.holding(match[1]))}, [problem] * bool(problem)
    for line in lines:
        if match := _NEARLY.search(line.text):
            return {"number": line.field(match[1].upper(), page, line.holding(match[1]))}, ["number_length"]
    return {}, ["missing_number"]


def _first(lines: Sequence[Row], pattern: re.Pattern[str], page: Page) -> Field | None:
    for line in lines:
        if match := pattern.search(line.text):
            value = next(group for group in match.groups() if group)
            return line.field(value, page, line.holding(value))
    return None


def _birth(lines: Sequence[Row], page: Page) -> dict[str, Field]:
    for line in lines:
        if match := _BIRTH.search(line.text):
            day = checks.iso(*match.groups())
            return {"birth_date": line.field(day, page, line.holding(match[0]))} if day else {}
    return {}


def _address(lines: Sequence[Row], page: Page) -> Field | None:
    """What stands between the birth date and the number, without its label."""
    begin = next((at + 1 for at, line in enumerate(lines) if _BIRTH.search(line.text)), None)
    if begin is None:
        begin = next((at for at, line in enumerate(lines) if _ADDRESS.match(line.text)), None)
    if begin is None:
        return None
    most = begin + _MOST_ADDRESS
    ends = (at for at, line in enumerate(lines) if at > begin and _is_number(line))
    end = min(next(ends, most), most)
    taken = lines[begin:end]
    text = "".join(_ADDRESS.sub("", line.text) if at == 0 else line.text for at, line in enumerate(taken))
    text = text.removeprefix("址")
    runs = tuple(run for line in taken for run in line.runs)
    return rows.field(text, page, runs) if len(text) > 3 else None


def _is_number(line: Row) -> bool:
    return "号码" in line.text or _NUMBER.search(line.text) is not None


def _contradictions(fields: dict[str, Field]) -> list[str]:
    """Between the number and what is printed beside it; nothing when the number itself is wrong."""
    number = fields["number"].value if "number" in fields else ""
    if checks.number_problem(number):
        return []
    found = []
    if "birth_date" in fields and fields["birth_date"].value != checks.birth_in(number):
        found.append("birth_date_differs")
    if "sex" in fields and fields["sex"].value != checks.sex_in(number):
        found.append("sex_differs")
    return found


def _missing(fields: dict[str, Field]) -> list[str]:
    wanted = ("name", "sex", "ethnicity", "birth_date", "address")
    found = [f"missing_{name}" for name in wanted if name not in fields]
    if "ethnicity" in fields and fields["ethnicity"].value not in ETHNICITIES:
        found.append("unsure_ethnicity")
    return found


def back(page: Page, today: date) -> Found:
    """authority, valid_from, valid_until (``long``: without end)."""
    lines = rows.rows(page)
    if _labels(lines, _LABELS_BACK) < 2:
        return {}, ["other_side" if _labels(lines, _LABELS_FRONT) > 1 else "not_such_document"]
    fields: dict[str, Field] = {}
    problems: list[str] = []
    if found := _first(lines, _AUTHORITY, page):
        fields["authority"] = found
    else:
        problems.append("missing_authority")
    for line in [*lines, *_joined(lines)]:
        if match := _PERIOD.search(line.text):
            return {**fields, **_period(match, line, page)}, problems + _validity(match, today)
    return fields, [*problems, "missing_valid_until"]


def _joined(lines: Sequence[Row]) -> list[Row]:
    """Neighbours as one, for a period that tilt tore in two."""
    return [Row(above.runs + below.runs, above.text + below.text) for above, below in pairwise(lines)]


def _period(match: re.Match[str], line: Row, page: Page) -> dict[str, Field]:
    runs = line.holding(match[0])
    begin, end = checks.iso(*match.groups()[:3]), (match[7] and "long") or checks.iso(*match.groups()[3:6])
    found = {"valid_from": begin, "valid_until": end}
    return {name: line.field(value, page, runs) for name, value in found.items() if value}


def _validity(match: re.Match[str], today: date) -> list[str]:
    begin = checks.iso(*match.groups()[:3])
    end = "9999-12-31" if match[7] else checks.iso(*match.groups()[3:6])
    if not begin or not end:
        return ["missing_valid_until"]
    if begin >= end or begin > today.isoformat():
        return ["validity_order"]
    if end < today.isoformat():
        return ["expired"]
    years = int(end[:4]) - int(begin[:4])
    return [] if match[7] or (years in _TERMS and begin[5:] == end[5:]) else ["unsure_validity"]
