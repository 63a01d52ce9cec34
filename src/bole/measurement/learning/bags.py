"""Words of the rubric strung together without being an answer, found from structure alone.

No learned detector: those see only the attack they were trained on. A text is cut greedily into the longest
stretches it shares with the rubric. An honest answer that shares much runs forward through it, in long
stretches, with words of its own between them; a bag is made of fragments that jump about and do not join.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

from bole.measurement.text import vocabulary
from bole.measurement.text.normalise import is_cjk
from bole.measurement.text.pieces import is_small, stopped_tokens

_RUNS = {True: 10, False: 7}  # least stretches, by whether a text is Chinese: there most are one word
_MEAN_RUN = 5.5
_DENSITY, _DENSITY_CUT = 0.92, 0.75  # the second where words are cut
_FORWARD, _BACK = 0.45, 0.2
_CUT_RUNS = 5
_SEAMS, _SEAMED = 4, 0.8  # neighbouring stretches with not even a stop between, and their share
_SEAMED_TOKENS = 15
_ITEMS, _THIN, _TERSE = 6, 0.7, 4  # items of a list; share of single words; tokens of a rubric's item
_WORD_ZH = 4  # characters of one word, at most
_TURNED_PAIRS, _TURNED = 6, 0.4  # neighbours looked at, and the share that stands the other way round
_NEAR = 6  # tokens a stretch may skip forward and still count as running on
_DENSE, _BROKEN, _LEAST_BROKEN = 0.8, 0.2, 3
_RAGGED_RUNS, _RAGGED = 10, 0.58  # stretches, and the share of their ends in the middle of an item
_LIST_TOKENS, _LIST_SMALL, _LIST_DENSITY = 18, 0.07, 0.8
_CONNECTIVES = re.compile(
    r"(?:首先|其次|再次|再者|然后|接着|另外|此外|同时|以及|还有|并且|而且|最后|最终|总之|包括|涉及|关于|提到|"
    r"比如|例如|等等|重要|关键词|要点|第[一二三四五六七八九十](?:点|步|个|方面)?)(?:是|有|还有|包括|"
    r"就是|的是)?|"
    r"[、,，:：;；。]|嗯|呃|那个|就是说|然后呢|怎么说呢|这样子|反正就是|其实吧|对吧|"
    r"\b(?:um+|uh+|er|you know|i mean|like|well|sort of|kind of|so yeah)\b|"
    r"\b(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|then|next|also|finally|furthermore|moreover|about|"
    r"including|"
    r"there (?:is|are)|such as|and|as well as|key ?words?|important|related to)\b"
)
_NO_START = frozenset("的了着过们地得性化者吗呢吧")  # what no stretch of its own begins with …
_NO_END = frozenset("和与或及在对把被从向为由于而且但将以比因若并给让使") | frozenset(
    {
        "the",
        "a",
        "an",
        "of",
        "to",
        "or",
        "and",
        "for",
        "with",
        "by",
        "from",
        "as",
        "at",
        "that",
        "than",
        "its",
    }
)  # … or ends with


@dataclass(frozen=True, slots=True)
class Shape:
    """How a text shares stretches with a rubric. ``density`` counts words that carry meaning only; ``broken``
    is the number of ends of stretches at which nobody would stop or start, ``edges`` of those looked at,
    ``ragged`` of those that stand in the middle of one of the rubric's items."""

    count: int
    density: float
    mean_run: float
    forward: float
    back: float
    small: float
    broken: int
    edges: int
    joints: int
    seams: int
    ragged: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of ``length`` tokens at ``at`` of a text and at ``start`` of the rubric."""

    at: int
    start: int
    length: int

    @property
    def stop(self) -> int:
        """Where it ends in the text."""
        return self.at + self.length


def chinese(said: Sequence[str]) -> bool:
    """Whether at least half of the tokens are; empty ones are stops and do not count."""
    return 2 * sum(is_cjk(t[0]) for t in said if t) >= sum(map(bool, said))


def shape_of(said: Sequence[str], reference: Sequence[str]) -> Shape:
    """Greedy longest shared stretches of at least two tokens; one for words that carry meaning alone. An
    empty token is a stop, in either text."""
    runs = shared_runs(said, reference)
    covered = {i for r in runs for i in range(r.at, r.stop)}
    content = [i for i, t in enumerate(said) if t and not is_small(t)]
    moves = [_move(a, b, reference) for a, b in pairwise(runs)]
    broken = list(_broken(runs, said, reference))
    return Shape(
        count=len(runs),
        density=sum(i in covered for i in content) / max(1, len(content)),
        mean_run=sum(r.length for r in runs) / max(1, len(runs)),
        forward=sum(0 <= m <= _NEAR for m in moves) / max(1, len(moves)),
        back=sum(m < 0 for m in moves) / max(1, len(moves)),
        small=1 - len(content) / max(1, sum(map(bool, said))),
        broken=sum(cut for _, cut in broken),
        edges=len(broken),
        joints=len(moves),
        seams=sum(_seams(runs, said, reference)),
        ragged=sum(inside for inside, _ in broken),
    )


def shared_runs(said: Sequence[str], reference: Sequence[str]) -> list[Run]:
    """The greedily longest stretches a text shares with a rubric, in the text's order."""
    places: dict[str, list[int]] = {}
    for index, token in enumerate(reference):
        if token:
            places.setdefault(token, []).append(index)
    found: list[Run] = []
    at = 0
    while at < len(said):
        start, length = _longest(said, at, reference, places)
        if length >= 2 or (length == 1 and len(said[at]) > 1 and not is_small(said[at])):
            last = found[-1] if found else None
            if (
                last and last.stop == at and start == last.start + last.length + 1
            ):  # runs on into the next point
                found[-1] = Run(last.at, start - last.length, last.length + length)
            else:
                found.append(Run(at, start, length))
            at += length
        else:
            at += 1
    return found


def _seams(runs: Sequence[Run], said: Sequence[str], reference: Sequence[str]) -> Iterator[bool]:
    """Per place where the text leaves the rubric's order: whether not even a stop stands between."""
    for one, two in pairwise(runs):
        yield one.stop == two.at and bool(said[one.stop - 1]) and bool(said[two.at])
    for run in runs:  # a stretch that runs on into the next point leaves its stop out
        inside = zip(said[run.at : run.stop], reference[run.start : run.start + run.length], strict=False)
        yield from (bool(a) and not b for a, b in inside)


def _move(one: Run, two: Run, reference: Sequence[str]) -> int:
    """Tokens skipped in the reference; to say whole items of it in another order is no jump."""
    stop = one.start + one.length
    whole_before = stop == len(reference) or not reference[stop]
    whole_after = two.start == 0 or not reference[two.start - 1]
    return 0 if whole_before and whole_after else two.start - stop


def _broken(
    runs: Sequence[Run], said: Sequence[str], reference: Sequence[str]
) -> Iterator[tuple[bool, bool]]:
    """Per end of a stretch that touches a stop or another stretch: whether it stands inside an item of the
    rubric, and whether nobody would stop or start there."""
    borders = word_borders(tuple(reference))
    starts, stops = {r.at for r in runs}, {r.stop for r in runs}
    for run in runs:
        if run.at == 0 or not said[run.at - 1] or run.at in stops:
            whole = run.start == 0 or not reference[run.start - 1]
            yield not whole, not whole and (said[run.at] in _NO_START or run.start not in borders)
        if run.stop == len(said) or not said[run.stop] or run.stop in starts:
            end = run.start + run.length
            whole = end == len(reference) or not reference[end]
            yield not whole, not whole and (said[run.stop - 1] in _NO_END or end not in borders)


@lru_cache(maxsize=256)
def word_borders(reference: tuple[str, ...]) -> frozenset[int]:
    """Between which tokens of a rubric words begin and end."""
    found, at = {0, len(reference)}, 0
    for chinese, group in groupby(reference, key=lambda t: len(t) == 1 and is_cjk(t)):
        tokens_here = list(group)
        if chinese:
            for word in vocabulary.cut("".join(tokens_here)):
                found.add(at)
                at += len(word)
        else:
            found.update(range(at, at + len(tokens_here) + 1))
            at += len(tokens_here)
        found.add(at)
    return frozenset(found)


def _longest(
    said: Sequence[str], at: int, reference: Sequence[str], places: dict[str, list[int]]
) -> tuple[int, int]:
    best, where = 0, -1
    for start in places.get(said[at], ())[:40]:
        length = 1
        while (
            at + length < len(said)
            and start + length < len(reference)
            and said[at + length] == reference[start + length]
        ):
            length += 1
        if length > best:
            best, where = length, start
    return where, best


def is_bag(text: str, reference: Sequence[str]) -> bool:
    """Whether a text is fragments of the reference in no order, or a list where the reference speaks."""
    plain = stopped_tokens(text)
    framed = stopped_tokens(_CONNECTIVES.sub("，", text))
    return (
        any(_jumps(t, reference) for t in (plain, framed))
        or _lists(plain, reference)
        or _thin(plain, reference)
        or _backwards(plain, reference)
    )


def _jumps(said: Sequence[str], reference: Sequence[str]) -> bool:
    shape = shape_of(said, reference)
    ragged = shape.ragged >= _RAGGED * 2 * shape.count
    if shape.count >= _RAGGED_RUNS and ragged and shape.density >= _DENSITY:
        return True  # pieces of items, with nothing of one's own at their ends
    runs = _RUNS[chinese(said)]
    cut = shape.broken >= max(_LEAST_BROKEN, _BROKEN * shape.edges)
    if shape.density >= _DENSE and shape.count >= _CUT_RUNS and cut:
        return True
    seamed = shape.seams >= max(_SEAMS, _SEAMED * shape.joints)
    long = sum(map(bool, said)) >= _SEAMED_TOKENS and shape.count >= runs - 2
    if seamed and long and shape.density >= _DENSITY:
        return True
    return (
        shape.count >= runs
        and shape.density >= (_DENSITY_CUT if shape.broken >= _LEAST_BROKEN else _DENSITY)
        and shape.mean_run <= _MEAN_RUN
        and shape.forward <= _FORWARD
        and shape.back >= _BACK
    )


def _backwards(said: Sequence[str], reference: Sequence[str]) -> bool:
    """Whether a text is the rubric read from its end."""
    pairs = {(a, b) for a, b in pairwise(reference) if a and b and a != b}
    told = [(a, b) for a, b in pairwise(said) if a and b]
    turned = sum((b, a) in pairs and (a, b) not in pairs for a, b in told)
    return len(told) >= _TURNED_PAIRS and turned >= _TURNED * len(told)


def _thin(said: Sequence[str], reference: Sequence[str]) -> bool:
    """Whether a text is single words of the rubric between stops, bare or in frames used again and again,
    where the rubric has more to say than single words."""
    items = [group for full, found in groupby(said, key=bool) if full and _speaks(group := tuple(found))]
    whole = {tuple(group) for full, group in groupby(reference, key=bool) if full}
    if len(items) < _ITEMS or sum(map(bool, reference)) <= _TERSE * len(whole):
        return False
    known = frozenset(reference)
    words = [tuple(t for t in item if t in known and not is_small(t)) for item in items]
    frames = [tuple(t for t in item if t not in known or is_small(t)) for item in items]
    used = Counter(frames)
    thin = sum(
        item not in whole
        and 0 < len(word) <= (_WORD_ZH + bool(frame) if is_cjk(word[0][0]) else 1)
        and used[frame] > 1
        for item, word, frame in zip(items, words, frames, strict=True)
    )
    return thin >= _THIN * len(items)


def _speaks(item: Sequence[str]) -> bool:
    """Whether it is more than single letters and figures, as of a formula."""
    return any(is_cjk(t[0]) or (len(t) > 1 and not t[0].isdigit()) for t in item)


def _lists(said: Sequence[str], reference: Sequence[str]) -> bool:
    shape = shape_of(said, reference)
    words = [t for t in reference if t]
    small = sum(map(is_small, words)) / max(1, len(words))
    return (
        sum(map(bool, said)) >= _LIST_TOKENS
        and shape.density >= _LIST_DENSITY
        and shape.small < min(_LIST_SMALL, 0.4 * small)
        and shape.mean_run <= _MEAN_RUN
        and shape.forward <= _FORWARD
        and shape.back >= _BACK
    )
