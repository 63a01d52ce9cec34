"""Lines → sections. A title may stand alone, before a colon, in the first cell of a row, or with its
translation."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bole.parsing.fields import dates, forms, looks
from bole.parsing.fields.labels import label_of
from bole.parsing.fields.titles import guessed, kinds_of
from bole.parsing.reference import reference
from bole.parsing.text import has_cjk, squash, strip_bullet, without_icons
from bole.parsing.types import Line

_LABELLED = re.compile(r"^\s*([^:：]{1,24}?)\s*[:：]\s*(.*)$", re.DOTALL)
_FENCED = re.compile(r"^\s*[【〖「『\[]([^】〗」』\]]{2,24})[】〗」』\]]\s*[:：]?\s*(.*)$", re.DOTALL)
_BARRED = re.compile(
    r"^\s*([^:：|｜—–]{2,24}?)(?:\s*[|｜]\s*|\s+[—–-]{1,2}\s+|\s{2,}|\u3000)(\S.*)$", re.DOTALL
)
UNKNOWN = "unknown"  # below a title this program has no word for
LISTS = {"skills", "certificates", "languages"}


@dataclass(slots=True)
class Section:
    """``kinds``: what its title promises, empty before the first title; ``lines`` without the title."""

    kinds: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)
    title: Line | None = None


def split(lines: Iterable[Line]) -> list[Section]:
    """Sections in order; the first holds what stands before any title."""
    lines = _unstuck(list(lines))
    sections = [Section(())]
    look = looks.of_titles(lines)
    for whole in lines:
        line, listed = forms.parted(whole, kinds_of)
        sections[-1:-1] = [Section((kind,), [value]) for kind, value in listed]
        kinds, rest = title_of(line)
        if not kinds and sections[-1].kinds and _heading_of_all(line, look):
            sections.append(Section((), [line]))  # the name, read behind a column beside it
            continue
        if not kinds:
            hint = guessed(line.text) if not label_of(line.text) else ()
            if looks.like_a_title(line, look, listed=_in_list(sections[-1]), hinted=bool(hint)):
                kinds, rest = hint or (UNKNOWN,), None
        if not kinds and _unknown_row(line, sections[-1]):
            kinds, rest = (UNKNOWN,), None
        if not kinds:
            sections[-1].lines.append(line)
            continue
        sections.append(Section(kinds, _rows_of(rest) if rest is not None else [], line))
    return sections


def _unstuck(lines: list[Line]) -> list[Line]:
    """Titles in a column of their own, one so long that it touches what stands beside it: parted again."""
    edges = [line.left for line in lines if len(line.cells) > 1 and title_of(line)[0] and line.size]
    if len(edges) < 2:
        return lines
    parted = []
    for line in lines:
        beside = sum(abs(line.left - edge) < 3 for edge in edges) > 1 and not line.row
        parted.append(_title_parted(line) if beside else line)
    return parted


def _title_parted(line: Line) -> Line:
    """ "Work Experience Some Bank" → "Work Experience" | "Some Bank"; the longest title counts."""
    words = line.cells[0].split()
    for cut in range(min(len(words) - 1, 4), 1, -1):
        if kinds_of(" ".join(words[:cut])) and not has_cjk(line.cells[0]):
            return replace(line, cells=(" ".join(words[:cut]), " ".join(words[cut:]), *line.cells[1:]))
    return line


def _rows_of(rest: Line) -> list[Line]:
    """What stands beside a title in one cell of a table: each of its lines."""
    if len(rest.cells) > 1 or "\n" not in rest.cells[0]:
        return [rest]
    return [replace(rest, cells=(text,), row=False) for text in rest.cells[0].split("\n") if text.strip()]


def _heading_of_all(line: Line, look: looks.Look | None) -> bool:
    """Set much larger than the titles: what the document is about, the person."""
    return look is not None and len(line.text) <= 30 and line.size >= 1.3 * look.size > 0


def title_of(line: Line) -> tuple[tuple[str, ...], Line | None]:
    """(kinds, what follows on the same line) when the line is or begins with a title, else ((), None)."""
    cells = [cell for cell in line.cells if cell.strip()]
    if not cells:
        return (), None
    if len(cells) == 1:
        kinds = kinds_of(cells[0])
        if kinds in (("other",), ("people",)) and _label_left_empty(cells[0]):
            return (), None
        return (kinds, None) if kinds else _before_colon(line, cells[0])
    kinds = kinds_of(cells[0]) or (("education", "work") if line.row and squash(cells[0]) == "简历" else ())
    if not kinds:
        return (), None
    if _heads_table(cells):
        return kinds, replace(line, cells=tuple(cells[1:]))
    others = [kinds_of(cell) for cell in cells[1:]]
    if all(others) or (kinds != ("basic",) and any(others)):
        return (), None  # titles of two columns side by side: no order to be had from this line
    if all(re.fullmatch(r"[\W_]*|[A-Za-z &/]+", cell) for cell in cells[1:]) and all(
        squash(cell) in reference().sections or not re.search(r"\w", cell) for cell in cells[1:]
    ):
        return kinds, None
    return _row_title(kinds, line, cells)


def _heads_table(cells: list[str]) -> bool:
    """Beside the title stands the head of its table: "工作经历 | 起止时间 | 工作单位 | 职务"."""
    return len(cells) > 2 and not label_of(cells[0]) and all(map(label_of, cells[1:]))


def _label_left_empty(text: str) -> bool:
    """ "离职原因：" with nothing behind it tells about an entry; it is no title."""
    key = squash(text)
    return key.endswith(":") and reference().labels.get(key.rstrip(":")) == "ignored"


def _row_title(kinds: tuple[str, ...], line: Line, cells: list[str]) -> tuple[tuple[str, ...], Line | None]:
    """The first cell names what stands in the others, unless the row is a head or a pair label | value."""
    labels = reference().labels
    if any(squash(cell).rstrip(":") in labels for cell in cells[1:]):
        return (), None
    listed = ("languages", "certificates", *(("skills",) if line.row else ()))
    ambiguous = squash(cells[0]).rstrip(":") in labels and kinds[0] not in listed
    if ambiguous and len(cells) == 2 and dates.find(cells[1], single=False) is None:
        return (), None  # "工作经验 | 5 年" is a pair
    return kinds, replace(line, cells=tuple(cells[1:]))


def _before_colon(line: Line, text: str) -> tuple[tuple[str, ...], Line | None]:
    """A title with its content behind it: "技能:Excel", "【技能】Excel", "技能 | Excel"."""
    bare = strip_bullet(without_icons(text))
    found = _FENCED.match(bare) or _LABELLED.match(bare) or _BARRED.match(bare)
    if found is None or not found[2].strip():
        return (), None
    kinds = kinds_of(found[1])
    if found.re is _BARRED and not set(kinds) <= LISTS:
        return (), None  # a bar parts the parts of an entry too; before a list it can only be a title
    if not kinds or (squash(found[1]) in reference().labels and kinds[0] not in ("languages",)):
        return (), None
    if kinds[0] in ("work", "education", "project", "internship", "basic", "campus") and len(found[2]) > 60:
        return (), None
    return kinds, replace(line, cells=(found[2],))


def _in_list(section: Section) -> bool:
    return bool(set(section.kinds) & LISTS and section.lines)


def _unknown_row(line: Line, inside: Section) -> bool:
    return bool(set(inside.kinds) & LISTS) and forms.names_another(line, inside.title)


def of_others(sections: Sequence[Section]) -> set[int]:
    """Numbers of the lines about other people: family, referees, whom to call in an emergency."""
    found: set[int] = set()
    for part, after in zip(sections, [*sections[1:], None], strict=True):
        if "people" not in part.kinds:
            continue
        numbers = [line.number for line in (*([part.title] if part.title else []), *part.lines)]
        stop = after.title.number if after and after.title else max(numbers, default=0) + 1
        found |= {*numbers, *range(min(numbers, default=0), stop)}
    return found
