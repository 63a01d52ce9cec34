"""Entries of one section repeat a pattern: where the names stand in one, they stand in its neighbours."""

from collections import Counter
from collections.abc import Iterable, Sequence

from bole.parsing.fields.labelled import Entry
from bole.parsing.types import Line

Slot = tuple[int, int]  # lines below the line with the period, place among the pieces of the line
Places = dict[str, tuple[Slot, Line]]


def places(entry: Entry, pieces: Sequence[tuple[str, Line]]) -> Places:
    """The slot of each piece of an entry with a period."""
    if entry.dated is None:
        return {}
    lines = [*entry.head, *entry.tail[:2]]
    rows = {line.number: row for row, line in enumerate(lines)}
    begin = rows.get(entry.dated.number, 0)
    found: Places = {}
    seen: Counter[int] = Counter()
    for text, line in pieces:
        found.setdefault(text, ((rows[line.number] - begin, seen[line.number]), line))
        seen[line.number] += 1
    return found


def usual(slots: Iterable[tuple[tuple[Slot, Line], tuple[Slot, Line]]]) -> tuple[Slot, Slot] | None:
    """The slots of both names in most of the entries that are understood, None where there is none."""
    counted = Counter((first[0], second[0]) for first, second in slots)
    return counted.most_common(1)[0][0] if counted else None
