"""A section of lines → entries: which lines belong to one school or one employer.

An entry is known by its period. What stands before the first period of a section tells whether names are
printed above their dates; labels ("公司：…") and the head row of a table are followed where there are any.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from bole.parsing.fields import dates
from bole.parsing.fields.dates import Period
from bole.parsing.fields.labels import KEYS, label_of, pairs
from bole.parsing.text import CJK, bulleted, has_cjk, plain, strip_bullet
from bole.parsing.types import Line

_SENTENCE = re.compile(r"[。；！？!?;]|(?:[，,][^，,]+){4,}")
_TELLING = re.compile(
    r"^\s*(?:参与|负责|协助|完成|主导|组织|带队|带领|编写|获|荣获|赴|通过|开展|配合|处理|撰写)"
)
_INTO = re.compile(r"(?:于|在|自从|截至|至|到|和|与|从|自|以及)$")
_PROJECT = re.compile(
    r"^\s*(?:(?:项目|课题|案例)(?:名称)?[一二三四五六七八九十\d]*\s*[:：、.]|project\s*(?:name|\d*)\s*[:：])",
    re.IGNORECASE,
)
_ADJOINED = re.compile(rf"^[{CJK}]|[{CJK}]$")
_LONG_ZH, _LONG_EN = 62, 130


@dataclass(frozen=True, slots=True)
class Signs:
    """What a piece of text may name: ``head`` something that only stands in the head of an entry, ``name``
    the school or the employer itself, ``rank`` a degree (nothing for employers)."""

    head: Callable[[str], bool]
    name: Callable[[str], bool]
    rank: Callable[[str], bool] = field(default=lambda _: False)


@dataclass(slots=True)
class Entry:
    """Lines of one entry: ``head`` holds the names and the period, ``tail`` what follows; or fields by
    label."""

    head: list[Line] = field(default_factory=list)
    tail: list[Line] = field(default_factory=list)
    period: Period | None = None
    dated: Line | None = None
    fields: dict[str, tuple[str, Line]] = field(default_factory=dict)


def entries(lines: Sequence[Line], signs: Signs, *, key: Literal["school", "employer"]) -> list[Entry]:
    """All entries. ``key``: the label of the name. A school's date may be the lone date of graduation."""
    lines = [line for line in lines if line.text.strip()]
    tabular, rest = _tables(lines)
    by_label = _labelled(rest, key)
    return tabular + (by_label if by_label is not None else _dated(rest, signs, singles=key == "school"))


def _tables(lines: list[Line]) -> tuple[list[Entry], list[Line]]:
    """Rows below a head row, their cells by the head's labels; and the lines that are in no such table."""
    found: list[Entry] = []
    rest: list[Line] = []
    columns: list[str] | None = None
    for line in lines:
        kinds = [label_of(cell) for cell in line.cells]
        if _is_head(line, kinds):
            columns = [kind or "ignored" for kind in kinds]
        elif columns and (row := _below_head(line, columns)):
            found.append(_row_entry(row, columns))
        else:
            rest.append(line)
            if not line.row:
                columns = None if len(line.cells) == 1 and not found else columns
    return found, rest


def _is_head(line: Line, kinds: Sequence[str]) -> bool:
    """Two labels of fields and nothing but labels; one unknown word among three."""
    known = sum(kind in KEYS for kind in kinds)
    return len(line.cells) > 1 and known >= 2 and (all(kinds) or (known > 2 and kinds.count("") == 1))


def _below_head(line: Line, columns: Sequence[str]) -> Line | None:
    """The row with a cell for each column, None when it does not fit; a first cell merged over several rows
    is empty."""
    if len(line.cells) == len(columns) + 1 and not line.cells[0].strip():
        line = replace(line, cells=line.cells[1:])
    return line if len(line.cells) == len(columns) and _fits(line, columns) else None


def _fits(line: Line, columns: Sequence[str]) -> bool:
    period = dict(zip(columns, line.cells, strict=True)).get("period")
    return bool(period and dates.find(period)) or (
        period is None and any(cell.strip() for cell in line.cells)
    )


def _row_entry(line: Line, columns: Sequence[str]) -> Entry:
    entry = Entry(dated=line)
    for kind, cell in zip(columns, line.cells, strict=True):
        if cell.strip() and kind != "ignored" and kind not in entry.fields:
            entry.fields[kind] = (cell, line)
    entry.period = _period_of(entry)
    return entry


def _period_of(entry: Entry) -> Period | None:
    """From a label "时间", or from one for the beginning and one for the end."""
    whole = entry.fields.get("period")
    if whole:
        return dates.find(whole[0])
    begin, finish = (
        dates.find(entry.fields[k][0]) if k in entry.fields else None for k in ("begin", "finish")
    )
    if begin is None and finish is None:
        return None
    text = plain(entry.fields["finish"][0]) if "finish" in entry.fields else ""
    current = re.search(r"至今|现在|present|now|current", text, re.IGNORECASE) is not None
    return Period(begin.end if begin else None, None if current or not finish else finish.end, current, 0, 0)


def _labelled(lines: Sequence[Line], key: str) -> list[Entry] | None:
    """Entries by labels, when the section names its schools or employers by label; else None."""
    told = [(line, [(k, v) for k, v in pairs(line) if k in KEYS]) for line in lines]
    kinds = {kind for _, found in told for kind, _ in found}
    if key not in kinds or len(kinds) < 2:
        return None
    found: list[Entry] = []
    loose: Period | None = None
    loose_line: Line | None = None
    for line, values in told:
        if not values:
            period = _head_period(line, singles=False)
            if period and not bulleted(line.text):
                loose, loose_line = period, line
                if found and found[-1].period is None and _period_of(found[-1]) is None:
                    found[-1].period, found[-1].dated, loose = period, line, None
            elif found:
                found[-1].tail.append(line)
            continue
        for kind, value in values:
            if not found or kind in found[-1].fields:
                found.append(Entry(period=loose, dated=loose_line))
                loose = None
            found[-1].fields[kind] = (value, line)
    for entry in found:
        entry.period = _period_of(entry) or entry.period
        entry.dated = entry.fields.get("period", ("", entry.dated))[1]
    return found


def _dated(lines: Sequence[Line], signs: Signs, *, singles: bool) -> list[Entry]:
    """Entries by their periods."""
    heads = _heads(lines, singles=singles)
    if not heads:
        return _undated(lines, signs)
    above = _names_above(lines, heads, signs)
    indent = min((line.left for line in lines[heads[0][0] - above : heads[0][0]]), default=0.0)
    starts = [
        max(_start(lines, place, above, indent), (heads[n - 1][0] + 1) if n else 0)
        for n, (place, _) in enumerate(heads)
    ]
    found = []
    for n, (place, period) in enumerate(heads):
        stop = starts[n + 1] if n + 1 < len(heads) else len(lines)
        names = place + 1 + (starts[n] == place and _names_below(lines[place:stop], period))
        found.append(Entry(list(lines[starts[n] : names]), list(lines[names:stop]), period, lines[place]))
    return found


def _names_below(lines: Sequence[Line], period: Period) -> bool:
    """Whether the period stands alone and the names on the next line."""
    beside = re.sub(r"[（(\[][^（()）\]]{0,12}[)）\]]", "", "".join(dates.without(lines[0].text, period)))
    if len(lines) < 2 or re.search(r"\w", beside):
        return False
    text = lines[1].text.strip()
    return not bulleted(text) and not _SENTENCE.search(text) and len(text) <= _LONG_EN


def _heads(lines: Sequence[Line], *, singles: bool) -> list[tuple[int, Period]]:
    found = [(i, p) for i, line in enumerate(lines) if (p := _head_period(line, singles=False))]
    if not found and singles:
        found = [(i, p) for i, line in enumerate(lines) if (p := _head_period(line, singles=True))]
    plainly = [(i, p) for i, p in found if not bulleted(lines[i].text)]
    return plainly or found


def _head_period(line: Line, *, singles: bool) -> Period | None:
    """The period of a line that can be the head of an entry: not one told within a sentence."""
    text = line.text
    period = dates.find(text, single=singles)
    if period is None or _PROJECT.match(strip_bullet(text)):
        return None
    if (
        line.confidence == 1
        and _ADJOINED.search(text[: period.begin])
        and _ADJOINED.match(text[period.stop :])
    ):
        return None  # no gap on either side: a word of a sentence
    before, after = dates.without(text, period)
    rest = f"{before} {after}".strip()
    if _INTO.search(before.rstrip()) or len(rest) > (_LONG_ZH if has_cjk(rest) else _LONG_EN):
        return None
    if _SENTENCE.search(before) or (_SENTENCE.search(rest) and not line.row and has_cjk(rest)):
        return None
    if _TELLING.match(rest) and not line.row:
        return None
    return None if label_of(before.rstrip(" :：")) == "ignored" else period


def _names_above(lines: Sequence[Line], heads: Sequence[tuple[int, Period]], signs: Signs) -> int:
    """How many lines above its period an entry begins, as the first one shows: 0, 1 or 2."""
    first = heads[0][0]
    lead = [line for line in lines[:first] if _name_like(line)]
    if not lead or len(lead) != first or first > 3:
        lead = (
            lead[-1:] if lead and _name_like(lines[first - 1]) and signs.head(lines[first - 1].text) else []
        )
    if any(signs.head(line.text) for line in lead):
        return len(lead)
    own = "\t".join(dates.without(lines[first].text, heads[0][1]))
    if any(signs.rank(line.text) for line in lead) and not signs.rank(own):
        return len(lead)
    pieces = [piece for piece in re.split(r"\t|\s{2,}|[|｜·,，/]", own) if re.search(r"\w", piece)]
    return len(lead) if len(lead) == first and len(pieces) == 1 and not signs.name(own) else 0


def _name_like(line: Line) -> bool:
    text = line.text.strip()
    return not bulleted(text) and not _SENTENCE.search(text) and len(text) <= (40 if has_cjk(text) else 90)


def _start(lines: Sequence[Line], place: int, above: int, indent: float) -> int:
    """Names stand ``above`` lines higher; what is set further in belongs to the entry before."""
    start = place
    while above and start and place - start < above and _name_like(lines[start - 1]):
        if lines[start - 1].left > indent + max(6.0, 0.6 * lines[start - 1].size):
            break
        start -= 1
    return start


def _undated(lines: Sequence[Line], signs: Signs) -> list[Entry]:
    """No period anywhere: each short line that names a school or an employer begins an entry."""
    found: list[Entry] = []
    for line in lines:
        if _name_like(line) and signs.head(line.text) and not pairs(line):
            found.append(Entry([line]))
        elif found:
            found[-1].tail.append(line)
    return found
