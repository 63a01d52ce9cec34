"""How the titles of a document are set, to know those this program has no words for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bole.parsing.fields.names import is_employer, is_title
from bole.parsing.fields.schools import is_school
from bole.parsing.fields.titles import framed, kinds_of
from bole.parsing.text import has_cjk
from bole.parsing.types import Line

_CLEARLY = 1.12  # of the usual size
_NEAR = 0.06  # of the size
_NO_TITLE = re.compile(r"[\d@，。,;:：|·、]")
_SIGNS = re.compile(
    r"^\s*(?:([【〖「『《\[<]).*[】〗」』》\]>]|([=*#~+\-—_▌▍■◆●★▶►☆◇□|]{1,8})\s*\S.*|[一二三四五六七八九十]{1,2}(、|\.).*)\s*$"
)


@dataclass(frozen=True, slots=True)
class Look:
    """How the known titles of a document are set; ``plain``: so large that nothing else looks like them;
    ``signs``: what is put around them, where letters have no size."""

    size: float
    bold: bool
    plain: bool
    upper: bool = False
    signs: frozenset[str] = frozenset()


def of_titles(lines: Sequence[Line]) -> Look | None:
    """How titles look in this document, when at least two known ones differ from the rest."""
    known = [line for line in lines if len(line.cells) == 1 and kinds_of(line.cells[0])]
    if not any(line.size for line in lines):
        return _by_signs(known, lines)
    titles = [line for line in known if line.size]
    rest = [line for line in lines if line.size and line not in titles]
    if not rest:
        return None
    usual = sorted(line.size for line in (*titles, *rest))[(len(titles) + len(rest)) // 2]
    if len(titles) < 2:
        return _by_size(rest, usual)
    size, bold = min(line.size for line in titles), all(line.bold for line in titles)
    alike = sum(_set_like(line, size, bold=bold) for line in rest)
    upper = all(line.text.isupper() for line in titles)
    return Look(size, bold, size > _CLEARLY * usual, upper) if alike <= 0.2 * len(rest) else None


def _by_signs(known: Iterable[Line], lines: Sequence[Line]) -> Look | None:
    """In text without sizes: two titles or more between the same signs, hardly anything else between
    them."""
    marks = [mark for line in known if (mark := _mark(line.text))]
    every = [mark for line in lines if (mark := _mark(line.text))]
    often = frozenset(mark for mark in marks if 1 < marks.count(mark) >= 0.6 * every.count(mark))
    return Look(0.0, bold=False, plain=True, signs=often) if often else None


def _by_size(rest: Sequence[Line], usual: float) -> Look | None:
    """No titles are known: a few short lines of one size, larger than the rest, must be them."""
    large = [line for line in rest if line.size > _CLEARLY * usual and len(line.cells) == 1]
    sizes = {round(line.size, 1) for line in large}
    for size in sorted(sizes):
        alike = [line for line in large if abs(line.size - size) <= _NEAR * size]
        if 3 <= len(alike) <= 12 and all(_short(line.text) for line in alike):
            return Look(size, all(line.bold for line in alike), plain=True)
    return None


def _set_like(line: Line, size: float, *, bold: bool) -> bool:
    return abs(line.size - size) <= _NEAR * size and (line.bold or not bold)


def _mark(text: str) -> str:
    found = _SIGNS.match(text)
    return next((mark for mark in found.groups() if mark), "") if found else ""


def _name(text: str) -> bool:
    """A school or an employer, set as large as a title."""
    return is_school(text) or is_employer(text) >= 2 or is_title(text) > 1


def _short(text: str) -> bool:
    bare = framed(text)
    longest = 12 if has_cjk(bare) else 32
    return 2 <= len(bare) <= longest and len(bare.split()) <= 4 and not _NO_TITLE.search(bare)


def like_a_title(line: Line, look: Look | None, *, listed: bool, hinted: bool) -> bool:
    """Set like the titles, short, after the first lines: a section this program has no word for. Where
    titles differ little from the rest only when its words tell what it promises (``hinted``), or within
    lists (``listed``), in which a line that is no item does harm."""
    if look is None or len(line.cells) != 1 or line.row or not _short(line.text) or _name(line.text):
        return False
    if look.signs:
        return _mark(line.text) in look.signs
    if line.number <= 4 or not _set_like(line, look.size, bold=look.bold):
        return False
    latin = not has_cjk(line.text)
    if hinted and line.confidence == 1 and len(framed(line.text)) <= (8 if not latin else 24):
        return True
    if not look.plain and (line.confidence < 1 or not listed or latin):
        return look.upper and latin and line.text.isupper() and line.confidence == 1
    return not latin or line.text.isupper() or not look.upper
