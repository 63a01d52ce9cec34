"""A section of lines → entries: which lines belong to one school or one employer.

An entry is known by its period. What stands before the first period of a section tells whether names are
printed above their dates; labels ("公司：…") and the head row of a table are followed where there are any.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from bole.parsing.fields import dates, labelled
from bole.parsing.fields.dates import Period
from bole.parsing.fields.heads import LONG_EN, head_period, name_like, sentence_in
from bole.parsing.fields.labelled import Entry
from bole.parsing.fields.labels import pairs
from bole.parsing.text import bulleted
from bole.parsing.types import Line

_MOST_ABOVE = 3  # lines of names over a period
_CLEARLY = 1.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Signs:
    """What a piece of text may name: ``head`` something that only stands in the head of an entry, ``name``
    the school or the employer itself, ``rank`` a degree (nothing for employers)."""

    head: Callable[[str], bool]
    name: Callable[[str], bool]
    rank: Callable[[str], bool] = field(default=lambda _: False)


def ways(lines: Sequence[Line], signs: Signs, *, key: Literal["school", "employer"]) -> Iterator[list[Entry]]:
    """Every way to part the lines into entries, the likeliest first. ``key``: the label of the name. A
    school's date may be the lone date of graduation."""
    lines = [line for line in lines if line.text.strip()]
    tabular, rest = labelled.tables(lines)
    by_label = labelled.labelled(rest, key)
    if by_label is not None:
        yield tabular + by_label
    for found in _dated_ways(rest, signs, singles=key == "school"):
        yield tabular + found


def best_way(
    found: Iterable[list[Entry]],
    read: Callable[[Sequence[Entry]], list[tuple[Entry, T, dict[str, Line]]]],
    worth: Callable[[Entry, T, dict[str, Line]], float],
) -> list[tuple[Entry, T, dict[str, Line]]]:
    """The way whose entries make most sense; the likeliest unless another is clearly better."""
    best: list[tuple[Entry, T, dict[str, Line]]] = []
    most: float | None = None
    for way in found:
        entries = read(way)
        sense = sum(worth(*one) for one in entries)
        if most is None or sense > most + _CLEARLY:
            best, most = entries, sense
    return best


def _dated_ways(lines: Sequence[Line], signs: Signs, *, singles: bool) -> Iterator[list[Entry]]:
    """Entries by their periods: begun as many lines above them as the first one seems to show, or another
    number of lines."""
    heads = _heads(lines, singles=singles)
    if not heads:
        yield _undated(lines, signs)
        return
    likely = _names_above(lines, heads, signs)
    yield _dated(lines, heads, likely)
    for above in range(_MOST_ABOVE + 1):
        if above != likely and (above == 0 or any(name_like(lines[p - 1]) for p, _ in heads if p)):
            yield _dated(lines, heads, above)


def _dated(lines: Sequence[Line], heads: Sequence[tuple[int, Period]], above: int) -> list[Entry]:
    """Entries by their periods."""
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
    return not bulleted(text) and not sentence_in(text) and len(text) <= LONG_EN


def _heads(lines: Sequence[Line], *, singles: bool) -> list[tuple[int, Period]]:
    found = [(i, p) for i, line in enumerate(lines) if (p := head_period(line, singles=False))]
    if not found and singles:
        found = [(i, p) for i, line in enumerate(lines) if (p := head_period(line, singles=True))]
    plainly = [(i, p) for i, p in found if not bulleted(lines[i].text)]
    return plainly or found


def _names_above(lines: Sequence[Line], heads: Sequence[tuple[int, Period]], signs: Signs) -> int:
    """How many lines above its period an entry begins, as the first one shows: 0, 1 or 2."""
    first = heads[0][0]
    lead = [line for line in lines[:first] if name_like(line)]
    if not lead or len(lead) != first or first > 3:
        lead = lead[-1:] if lead and name_like(lines[first - 1]) and signs.head(lines[first - 1].text) else []
    if any(signs.head(line.text) for line in lead):
        return len(lead)
    own = "\t".join(dates.without(lines[first].text, heads[0][1]))
    if any(signs.rank(line.text) for line in lead) and not signs.rank(own):
        return len(lead)
    pieces = [piece for piece in re.split(r"\t|\s{2,}|[|｜·,，/]", own) if re.search(r"\w", piece)]
    return len(lead) if len(lead) == first and len(pieces) == 1 and not signs.name(own) else 0


def _start(lines: Sequence[Line], place: int, above: int, indent: float) -> int:
    """Names stand ``above`` lines higher; what is set further in belongs to the entry before."""
    start = place
    while above and start and place - start < above and name_like(lines[start - 1]):
        if lines[start - 1].left > indent + max(6.0, 0.6 * lines[start - 1].size):
            break
        start -= 1
    return start


def _undated(lines: Sequence[Line], signs: Signs) -> list[Entry]:
    """No period anywhere: each short line that names a school or an employer begins an entry."""
    found: list[Entry] = []
    for line in lines:
        if name_like(line) and signs.head(line.text) and not pairs(line):
            found.append(Entry([line]))
        elif found:
            found[-1].tail.append(line)
    return found
