"""Entries told by labels: rows below the head row of a table, or "公司：…" line by line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bole.parsing.fields import dates
from bole.parsing.fields.dates import Period
from bole.parsing.fields.heads import head_period
from bole.parsing.fields.labels import KEYS, label_of, pairs
from bole.parsing.text import bulleted, plain
from bole.parsing.types import Line


@dataclass(slots=True)
class Entry:
    """Lines of one entry: ``head`` holds the names and the period, ``tail`` what follows; or fields by
    label."""

    head: list[Line] = field(default_factory=list)
    tail: list[Line] = field(default_factory=list)
    period: Period | None = None
    dated: Line | None = None
    fields: dict[str, tuple[str, Line]] = field(default_factory=dict)


def tables(lines: list[Line]) -> tuple[list[Entry], list[Line]]:
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
    for key in ("employer", "school"):
        value = entry.fields.get(key)
        if value and (told := dates.find(value[0], single=False)):
            entry.fields[key] = ("\t".join(dates.without(value[0], told)), value[1])
            return told
    begin, finish = (
        dates.find(entry.fields[k][0]) if k in entry.fields else None for k in ("begin", "finish")
    )
    if begin is None and finish is None:
        return None
    text = plain(entry.fields["finish"][0]) if "finish" in entry.fields else ""
    current = re.search(r"至今|现在|present|now|current", text, re.IGNORECASE) is not None
    return Period(begin.end if begin else None, None if current or not finish else finish.end, current, 0, 0)


def labelled(lines: Sequence[Line], key: str) -> list[Entry] | None:
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
            period = head_period(line, singles=False)
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
