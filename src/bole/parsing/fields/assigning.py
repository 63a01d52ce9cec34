"""Which piece of an entry's head is the employer, which the title."""

import re

from bole.parsing.fields.names import DEPARTMENT, employer_rank, is_employer, is_title, nameable
from bole.parsing.reference import words
from bole.parsing.text import has_cjk, tidy
from bole.parsing.types import Line, Work

_BRANCH = re.compile(rf"(?:{words()['branch_zh']})$|\b(?:Branch|Division|Office)$")
_LEAD = re.compile(r"^(?:担任|曾任|现任|任职|任|职位|岗位|职务|as an?\b|as\b)\s*[:：]?\s*", re.IGNORECASE)


def merged(pieces: list[tuple[str, Line]]) -> list[tuple[str, Line]]:
    """A bank and its branch printed as two pieces are one employer."""
    merged: list[tuple[str, Line]] = []
    for text, line in pieces:
        if (
            merged
            and merged[-1][1] is line
            and _BRANCH.search(text)
            and is_employer(merged[-1][0]) >= 2
            and is_title(text) < 2
        ):
            before = merged[-1][0]
            merged[-1] = (_as_printed(line.text, before, text), line)
        else:
            merged.append((text, line))
    return merged


def _as_printed(text: str, first: str, second: str) -> str:
    begin, stop = text.find(first), text.rfind(second)
    return tidy(text[begin : stop + len(second)]) if 0 <= begin < stop else f"{first} {second}"


def assign(found: Work, where: dict[str, Line], pieces: list[tuple[str, Line]]) -> None:
    """The piece that looks most like an employer, the one that looks most like a title; else by order."""
    rest = list(pieces)
    if not found.title:
        titles = [p for p in rest if is_title(p[0]) > 1]
        titles = [p for p in titles if is_employer(p[0]) < 2 or len(rest) == 1 or not has_cjk(p[0])] or titles
        best = max(titles, key=lambda p: is_title(p[0]) - is_employer(p[0]), default=None)
        if best and not (len(rest) == 1 and is_employer(best[0]) >= 2):
            put(found, where, "title", best)
            rest.remove(best)
    if not found.employer and rest:
        best = max(rest, key=lambda p: (employer_rank(p[0]), not DEPARTMENT.search(p[0]), -rest.index(p)))
        if (
            is_employer(best[0]) > 0
            or (nameable(best[0]) and not DEPARTMENT.search(best[0]))
            or not found.title
        ):
            put(found, where, "employer", best)
            rest.remove(best)
    if not found.title and found.employer:
        loose = [p for p in rest if not is_employer(p[0]) >= 2 and nameable(p[0])]
        if best := next((p for p in loose if not DEPARTMENT.search(p[0])), loose[0] if loose else None):
            put(found, where, "title", best)


def put(found: Work, where: dict[str, Line], kind: str, piece: tuple[str, Line]) -> None:
    """Set the field when the piece is not too long for one."""
    text = tidy(_LEAD.sub("", tidy(piece[0]))) if kind == "title" else tidy(piece[0])
    if len(text) <= (40 if has_cjk(text) else 90):
        setattr(found, kind, text)
        where[kind] = piece[1]
