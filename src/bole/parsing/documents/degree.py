"""Certificates of graduation (毕业证书) and of degrees (学位证书) of universities in China."""

import re
from datetime import date
from typing import Final

from bole.parsing.documents import checks, rows
from bole.parsing.documents.identity import Found
from bole.parsing.documents.rows import Row
from bole.parsing.documents.types import Field
from bole.parsing.reading.runs import Page, Run
from bole.parsing.reference import reference
from bole.parsing.text import squash

_TITLE: Final = re.compile(r"(毕业|学位|结业)证书|学士学位|硕士学位|博士学位")
_NUMBER: Final = re.compile(r"(?:证书)?编号[:.]?([0-9]{12,20})")
_NAME: Final = re.compile(r"(?:学生|研究生)([^,:。、0-9]{2,8}?),?性别|(?:证书|^)([^,。0-9:]{2,8}?),[男女],")
_BEFORE_MAJOR: Final = re.compile(r"本校|本院|大学|学院|[,。:]")
_MAJOR: Final = re.compile(r"^(.{0,200}?)专业")
_SCHOOL: Final = re.compile(r"(?:校名|学校名称)[:]?([^,。:0-9]{2,20}?(?:大学|学院|学校))")
_SCHOOL_IN: Final = re.compile(r"在([^,。本]{2,20}?(?:大学|学院))")
_SCHOOL_ROW: Final = re.compile(r"^(?:校名[:：]?)?([^,。:0-9]{2,16}(?:大学|学院))$")
_LEVELS: Final = (
    ("doctor", re.compile("博士")), ("master", re.compile("硕士")), ("bachelor", re.compile("本科|学士")),
    ("associate", re.compile("专科|高职")),
)  # fmt: skip
_DEGREE_LEVEL: Final = {"2": "doctor", "3": "master", "4": "bachelor"}
_STUDY_LEVEL: Final = {"01": "doctor", "02": "master", "05": "bachelor", "06": "associate"}
_REGISTERED_SINCE: Final = 2002  # before, numbers were made by each school


def read(page: Page, today: date) -> Found:
    """name, school, major, level, number, issued_on."""
    lines = rows.rows(page)
    whole = _one(lines)
    if not _TITLE.search(whole.text):
        return {}, ["not_such_document"]
    fields: dict[str, Field] = {}
    for name, pattern in (("name", _NAME), ("number", _NUMBER)):
        if found := _searched(pattern, whole, page):
            fields[name] = found
    fields |= _major(whole, page) | _school(lines, whole, page) | _level(whole, page) | _issued(whole, page)
    return fields, [*_missing(fields), *_doubts(fields, today)]


def _one(lines: list[Row]) -> Row:
    """All rows behind each other: sentences run over them."""
    runs: tuple[Run, ...] = tuple(run for line in lines for run in line.runs)
    return Row(runs, "".join(line.text for line in lines))


def _searched(pattern: re.Pattern[str], whole: Row, page: Page) -> Field | None:
    match = pattern.search(whole.text)
    if match is None:
        return None
    value = next(group for group in match.groups() if group)
    return whole.field(value, page, whole.holding(value))


def _major(whole: Row, page: Page) -> dict[str, Field]:
    """What stands before the first 专业, back to the school or the last comma."""
    match = _MAJOR.search(whole.text)
    value = _BEFORE_MAJOR.split(match[1])[-1] if match else ""
    return {"major": whole.field(value, page, whole.holding(value))} if 2 <= len(value) <= 20 else {}


def _school(lines: list[Row], whole: Row, page: Page) -> dict[str, Field]:
    for pattern in (_SCHOOL, _SCHOOL_IN):
        if found := _searched(pattern, whole, page):
            return {"school": found}
    for line in reversed(lines):
        for run in line.runs:
            if match := _SCHOOL_ROW.match(rows.plain(run.text)):
                return {"school": line.field(match[1], page, (run,))}
    return {}


def _level(whole: Row, page: Page) -> dict[str, Field]:
    for level, pattern in _LEVELS:
        if match := pattern.search(whole.text):
            return {"level": whole.field(level, page, whole.holding(match[0]))}
    return {}


def _issued(whole: Row, page: Page) -> dict[str, Field]:
    """The last date; others are of birth and of study."""
    matches = list(checks.DATE.finditer(whole.text))
    day = checks.iso(*matches[-1].groups()) if matches else ""
    born = len(matches) == 1 and whole.text[matches[-1].end() :].startswith("生")
    return {} if not day or born else {"issued_on": whole.field(day, page, whole.holding(matches[-1][0]))}


def _missing(fields: dict[str, Field]) -> list[str]:
    wanted = ("name", "school", "major", "level", "number", "issued_on")
    return [f"missing_{name}" for name in wanted if name not in fields]


def _doubts(fields: dict[str, Field], today: date) -> list[str]:
    """What a registered number says beside what is printed; hints, the registry decides."""
    found = []
    if "school" in fields and squash(fields["school"].value) not in reference().schools:
        found.append("unknown_school")
    issued = fields["issued_on"].value if "issued_on" in fields else ""
    if issued > today.isoformat():
        found.append("issued_in_future")
    number = fields["number"].value if "number" in fields else ""
    year, level = _registered(number)
    if year and issued and int(issued[:4]) >= _REGISTERED_SINCE and issued[:4] != year:
        found.append("number_year_differs")
    if level and "level" in fields and fields["level"].value != level:
        found.append("number_level_differs")
    return found


def _registered(number: str) -> tuple[str, str]:
    """Year and level in a number: 18 places of a graduation certificate (school 5, kind 1, year 4, level 2,
    serial 6), 16 of a degree (school 5, level 1, year 4, serial 6); empty for others."""
    if len(number) == 18:
        return number[6:10], _STUDY_LEVEL.get(number[10:12], "")
    if len(number) == 16:
        return number[6:10], _DEGREE_LEVEL.get(number[5], "")
    return "", ""
