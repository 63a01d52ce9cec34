"""Traditional characters: a document is understood in simplified ones, its values stay as printed."""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bole.parsing.reference import load
from bole.parsing.text import CJK
from bole.parsing.types import Line, Resume

_CHINESE = re.compile(f"[{CJK}]")
_SHARE = 0.04  # of the Chinese characters; below it a few old forms in names are all there is


@functools.lru_cache(maxsize=1)
def _table() -> Mapping[int, str]:
    lists = load("traditional")
    pairs = zip("".join(lists["traditional"]), "".join(lists["simplified"]), strict=True)
    return {ord(old): new for old, new in pairs}


def traditional(lines: Iterable[Line]) -> bool:
    """Whether a document is written in traditional characters."""
    letters = _CHINESE.findall("".join(line.text for line in lines))
    return sum(ord(one) in _table() for one in letters) > _SHARE * len(letters)


def simplified(line: Line) -> Line:
    """The line in simplified characters, each at its place."""
    return replace(line, cells=tuple(cell.translate(_table()) for cell in line.cells))


class Printed:
    """What stood in a document before it was simplified."""

    def __init__(self, lines: Iterable[Line]) -> None:
        text = "".join("".join(line.text.split()) for line in lines)
        self.text, self.plain = text, text.translate(_table())
        self.usual = {new: old for old, new in zip(text, self.plain, strict=True) if old != new}

    def of(self, value: str) -> str:
        """The value as printed: found in the document, else letter by letter as this document writes them."""
        bare = "".join(value.split())
        place = self.plain.find(bare)
        if place < 0:
            return "".join(self.usual.get(letter, letter) for letter in value)
        letters = iter(self.text[place : place + len(bare)])
        return "".join(letter if letter.isspace() else next(letters) for letter in value)


def as_printed(resume: Resume, lines: Iterable[Line]) -> Resume:
    """The same résumé, every value in the characters of the document."""
    printed = Printed(lines)

    def told(value: str | None) -> str | None:
        return printed.of(value) if value else value

    resume.name = told(resume.name)
    for key in ("skills", "certificates", "languages", "projects"):
        setattr(resume, key, [printed.of(value) for value in getattr(resume, key)])
    resume.education = [
        replace(one, school=told(one.school), degree=told(one.degree), major=told(one.major))
        for one in resume.education
    ]
    resume.work = [replace(one, employer=told(one.employer), title=told(one.title)) for one in resume.work]
    resume.spans = {key: replace(span, text=printed.of(span.text)) for key, span in resume.spans.items()}
    resume.lines = [replace(line, text=printed.of(line.text)) for line in resume.lines]
    resume.warnings = [replace(one, text=printed.of(one.text)) for one in resume.warnings]
    return resume
