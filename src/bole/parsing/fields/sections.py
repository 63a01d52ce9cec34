"""Lines → sections. A title may stand alone, before a colon, in the first cell of a row, or with its
translation."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bole.parsing.fields import dates, forms
from bole.parsing.fields.labels import label_of
from bole.parsing.reference import reference
from bole.parsing.text import has_cjk, plain, squash, strip_bullet, without_icons
from bole.parsing.types import Line

_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}[、.]|\(?[一二三四五六七八九十\d]{1,2}[)、.]|part\s*\d+[.:]?)\s*",
    re.IGNORECASE,
)
_CONJUNCTION = re.compile(r"\s*(?:与|和|及|以及|/|&|、|\+|·|\||,|\band\b|\s)\s*", re.IGNORECASE)
_LATIN_TAIL = re.compile(
    r"^([\u3400-\u9fff/、与和及&（）()\s]+?)[\s/|·:(（-]*([A-Za-z][A-Za-z &'/-]+)[)）]?$"
)
_LATIN_HEAD = re.compile(r"^([A-Za-z][A-Za-z &'/-]+?)[\s/|·:(（-]*([\u3400-\u9fff/、与和及&\s]+)[)）]?$")
_LABELLED = re.compile(r"^\s*([^:：]{1,24}?)\s*[:：]\s*(.*)$", re.DOTALL)
_LONGEST = 34
LISTS = {"skills", "certificates", "languages"}
_FRAME = re.compile(r"^[\W_]+|[^\w)）&+/]+$")  # signs set around titles


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
    look = _look(lines)
    for whole in lines:
        line, listed = forms.parted(whole, kinds_of)
        sections[-1:-1] = [Section((kind,), [value]) for kind, value in listed]
        kinds, rest = title_of(line)
        if not kinds and sections[-1].kinds and _heading_of_all(line, look):
            sections.append(Section((), [line]))  # the name, read behind a column beside it
            continue
        if not kinds and (_unknown_title(line, look, sections[-1]) or _unknown_row(line, sections[-1])):
            kinds, rest = ("other",), None
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


def _heading_of_all(line: Line, look: "_Look | None") -> bool:
    """Set much larger than the titles: what the document is about, the person."""
    return look is not None and len(line.text) <= 30 and line.size >= 1.3 * look.size


def title_of(line: Line) -> tuple[tuple[str, ...], Line | None]:
    """(kinds, what follows on the same line) when the line is or begins with a title, else ((), None)."""
    cells = [cell for cell in line.cells if cell.strip()]
    if not cells:
        return (), None
    if len(cells) == 1:
        kinds = kinds_of(cells[0])
        if kinds == ("other",) and _label_left_empty(cells[0]):
            return (), None
        return (kinds, None) if kinds else _before_colon(line, cells[0])
    kinds = kinds_of(cells[0])
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
    found = _LABELLED.match(strip_bullet(without_icons(text)))
    if found is None or not found[2].strip():
        return (), None
    kinds = kinds_of(found[1])
    if not kinds or (squash(found[1]) in reference().labels and kinds[0] not in ("languages",)):
        return (), None
    if kinds[0] in ("work", "education", "project", "internship", "basic", "campus") and len(found[2]) > 60:
        return (), None
    return kinds, replace(line, cells=(found[2],))


def kinds_of(text: str) -> tuple[str, ...]:
    """The kinds a title names: one, several ("技能与证书"), or none when it is no title."""
    text = _NUMBERING.sub("", _framed(without_icons(plain(text))))
    if not text or len(text) > _LONGEST:
        return ()
    whole = _lookup(text)
    if whole:
        return whole
    for pattern in (_LATIN_TAIL, _LATIN_HEAD):
        halves = pattern.match(text)
        if halves:
            first, second = _several(halves[1]), _several(halves[2])
            if first and second:
                return first if has_cjk(halves[1]) else second
    return _several(text)


def _framed(text: str) -> str:
    """The title without the signs around it: "【教育背景】", "▌工作经历", "— Skills —"."""
    bare = _FRAME.sub("", text)
    return bare if re.search(r"[(（]", bare) else bare.rstrip(")）")


def _lookup(text: str) -> tuple[str, ...]:
    key = squash(text).strip(":|·")
    kind = reference().sections.get(key)
    if kind is None and len(key) > 4 and key.endswith(("情况", "信息")):
        kind = reference().sections.get(key[:-2])
    if kind is None:
        kind = next((name for name, form in reference().composed.items() if form.fullmatch(key)), None)
    return (kind,) if kind else ()


def _several(text: str) -> tuple[str, ...]:
    whole = _lookup(text)
    if whole:
        return whole
    parts = [part for part in _CONJUNCTION.split(text.strip()) if part]
    if not 1 < len(parts) <= 4:
        return _glued(squash(text))
    kinds = [_lookup(part) or _glued(squash(part)) for part in parts]
    if not all(kinds):
        return ()
    return tuple(dict.fromkeys(kind for one in kinds for kind in one))


def _glued(key: str) -> tuple[str, ...]:
    """Two titles without a joint: "技能证书", "荣誉证书"."""
    if not has_cjk(key) or not 4 <= len(key) <= 10:
        return ()
    sections = reference().sections
    for cut in range(2, len(key) - 1):
        first, second = sections.get(key[:cut]), sections.get(key[cut:])
        if first and second:
            return tuple(dict.fromkeys((first, second)))
    return ()


@dataclass(frozen=True, slots=True)
class _Look:
    """How the known titles of a document are set; ``plain``: so large that nothing else looks like them."""

    size: float
    bold: bool
    plain: bool


def _look(lines: Sequence[Line]) -> _Look | None:
    """How titles look in this document, when at least two known ones differ from the rest."""
    titles = [line for line in lines if line.size and len(line.cells) == 1 and kinds_of(line.cells[0])]
    rest = [line for line in lines if line.size and line not in titles]
    if len(titles) < 2 or not rest:
        return None
    size, bold = min(line.size for line in titles), all(line.bold for line in titles)
    sizes = sorted(line.size for line in (*titles, *rest))
    alike = sum(_set_like(line, size, bold=bold) for line in rest)
    return _Look(size, bold, size > 1.12 * sizes[len(sizes) // 2]) if alike <= 0.2 * len(rest) else None


def _set_like(line: Line, size: float, *, bold: bool) -> bool:
    return abs(line.size - size) <= 0.06 * size and (line.bold or not bold)


def _unknown_title(line: Line, look: _Look | None, inside: Section) -> bool:
    """Set like the titles, short, after the first lines: a section this program has no word for. Where
    titles differ little from the rest only within lists, in which a line that is no item does harm."""
    if look is None or len(line.cells) != 1 or line.number <= 4 or line.row:
        return False
    if not look.plain and (line.confidence < 1 or not set(inside.kinds) & LISTS or not inside.lines):
        return False
    text = _framed(line.text)
    near = _set_like(line, look.size, bold=look.bold)
    return near and 2 <= len(text) <= 12 and not re.search(r"[\d@，。,;:：|·、]", text) and has_cjk(text)


def _unknown_row(line: Line, inside: Section) -> bool:
    return bool(set(inside.kinds) & LISTS) and forms.names_another(line, inside.title)


def lines_of(sections: Iterable[Section], kind: str) -> list[Line]:
    """All lines of the sections of one kind."""
    return [line for section in sections if kind in section.kinds for line in section.lines]
