"""Names of projects."""

import re
from collections.abc import Iterable, Sequence

from bole.parsing.fields import dates
from bole.parsing.fields.items import Items, once
from bole.parsing.fields.labels import label_of, pairs
from bole.parsing.fields.sections import Section
from bole.parsing.text import CJK, bulleted, has_cjk, strip_bullet, tidy
from bole.parsing.types import Line

_PROJECT_LABEL = re.compile(
    r"^\s*(?:项目|课题|案例)(?:名称)?[一二三四五六七八九十\d]*\s*[:：、.]\s*|^\s*project\s*(?:name|title|\d*)\s*[:：]\s*",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:负责人|成员|组长|队长|组员|参与者?|参与人|执行人|牵头人|发起人|骨干|主持人?|开发|经理"
    r"|leader|member|manager|lead)$",
    re.IGNORECASE,
)


def read(sections: Sequence[Section]) -> Items:
    """Names of projects: the heads of a section about projects, and "项目名称：…" inside jobs."""
    found: Items = []
    for section in sections:
        about = "project" in section.kinds
        heads = [line for line in section.lines if _is_head(line)] if about else []
        heads = heads or [line for line in section.lines if about and _has_year(line)]
        if about and not heads:
            heads = [line for line in section.lines if _is_title(line)]
        for line in section.lines:
            mark = _PROJECT_LABEL.match(strip_bullet(line.text))
            if mark and (about or set(section.kinds) & {"work", "internship"}):
                found.append((_project_name(strip_bullet(line.text)[mark.end() :]), line))
            elif line in heads and not any(k == "project" for k, _ in pairs(line)):
                found.append((_project_name(_with_name(line, section.lines)), line))
    return once([(name, line) for name, line in found if name])


def _is_head(line: Line) -> bool:
    period = dates.find(line.text, single=False)
    if period is None or len(line.text) > 90:
        return False
    before, after = dates.without(line.text, period)
    return not re.search(r"[。；]", before + after)


def _has_year(line: Line) -> bool:
    """A head whose date is one year or month alone: "2022 · Lead"."""
    cells = re.split(r"\t|\s{2,}|\s[·|]\s|[，,|]", line.text)
    return len(line.text) <= 90 and not bulleted(line.text) and any(map(_is_date, cells))


def _is_date(text: str) -> bool:
    period = dates.find(text)
    return period is not None and not re.search(r"\w", "".join(dates.without(text, period)))


def _is_title(line: Line) -> bool:
    return (
        not bulleted(line.text)
        and not re.search(r"[。；，,]", line.text)
        and 3 < len(line.text) < (40 if has_cjk(line.text) else 70)
        and not pairs(line)
    )


def _named_with_role(line: Line) -> bool:
    """ "牧区整村授信，执行人"."""
    parts = re.split(r"[，,]", line.text)
    return not bulleted(line.text) and len(parts) == 2 and _ROLE.search(parts[1]) is not None


def _with_name(line: Line, lines: Iterable[Line]) -> str:
    """The head without its period; when nothing else stands there, the line above or below."""
    period = dates.find(line.text, single=False)
    before, after = dates.without(line.text, period) if period else (line.text, "")
    text = f"{before}\t{after}".strip()
    if any(not _ROLE.search(piece) for piece in _project_pieces(text)):
        return strip_bullet(text)
    lines = list(lines)
    place = lines.index(line)
    for near in (place - 1, place + 1):
        if 0 <= near < len(lines) and (_is_title(lines[near]) or _named_with_role(lines[near])):
            return lines[near].text
    return strip_bullet(text) if re.search(r"\w", text) else ""


def _project_pieces(text: str) -> list[str]:
    """The head of a project: its name, a role; a comma parts them when a role ends the line."""
    marks = r"\t|\u3000|\s{2,}|[|｜]|\s[-–—]\s|^\s*[·•,，]|[·•,，]\s*$"
    last = re.split(r"[，,·]\s*", text.strip())
    if 1 < len(last) <= 3 and _ROLE.search(last[-1]) and len(last[-1]) <= 10:
        marks += "|[，,·]"
    return [tidy(piece) for piece in re.split(marks, text) if re.search(r"\w", piece) and not _is_date(piece)]


def _project_name(text: str) -> str:
    period = dates.find(text, single=False)
    if period:
        text = "\t".join(dates.without(text, period))
    text = re.sub(r"[（(]([^（()）]{1,24})[)）]\s*$", lambda m: "" if _ROLE.search(m[1]) else m[0], text)
    pieces = [p for p in _project_pieces(text) if not label_of(re.split("[:：]", p)[0])]
    named = [p for p in pieces if not _ROLE.search(p)] or pieces
    bare = (
        re.sub(rf"(?<=[{CJK}\w])\s+[{CJK}]{{0,6}}(?:负责人|成员|组长|队长|组员|开发|经理)$", "", named[0])
        if named
        else ""
    )
    return bare if len(bare) <= 60 else ""
