"""Which verb is what work, and the figures that follow from counts. PURE."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bole.kernel.errors import InvalidError

TRANSACTIONAL: Final = "transactional"
JUDGING: Final = "judging"
LOOKUP: Final = "lookup"
UPKEEP: Final = "upkeep"
KINDS: Final = (TRANSACTIONAL, JUDGING, LOOKUP, UPKEEP)
DECIDING: Final = "deciding"  # the activity look-ups are counted for
NONE: Final = ""  # verbs without an activity


@dataclass(frozen=True, slots=True)
class Activity:
    """``verbs``: whole ones, or beginnings that end in a dot."""

    key: str
    kind: str
    first_round: bool
    title: Mapping[str, str]
    verbs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A sentence of the specification beside a measure."""

    measure: str
    words: Mapping[str, str]


class Catalogue:
    """All activities. InvalidError for an unknown kind, or an entry that stands twice."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.version = int(table["version"])
        self.activities = tuple(_activity(one) for one in table["activities"])
        self.targets = tuple(
            Target(one["measure"], {"zh": one["zh"], "en": one["en"]}) for one in table["targets"]
        )
        entries = [(verb, one.key) for one in self.activities for verb in one.verbs]
        twice = sorted({verb for verb, _ in entries if [v for v, _ in entries].count(verb) > 1})
        if twice or len({one.key for one in self.activities}) != len(self.activities):
            raise InvalidError(f"stands twice: {twice}", code="effort_twice")
        self._longest_first = sorted(entries, key=lambda entry: -len(entry[0]))

    @property
    def entries(self) -> Sequence[tuple[str, str]]:
        """(verb or beginning, activity), the longest first: the first that fits decides."""
        return self._longest_first

    def activity_of(self, verb: str) -> str:
        """The key of the activity, or ``NONE``."""
        for entry, key in self._longest_first:
            if verb == entry or (entry.endswith(".") and verb.startswith(entry)):
                return key
        return NONE

    def get(self, key: str) -> Activity:
        """One activity."""
        return next(one for one in self.activities if one.key == key)

    def of_kind(self, kind: str) -> list[Activity]:
        """The activities of a kind, in the order of the file."""
        return [one for one in self.activities if one.kind == kind]


@dataclass(frozen=True, slots=True)
class Acts:
    """Acts of one activity by people and by the machine."""

    by_hand: int = 0
    automatic: int = 0

    def __add__(self, other: "Acts") -> "Acts":
        return Acts(self.by_hand + other.by_hand, self.automatic + other.automatic)


Counted = Mapping[str, Acts]  # activity → acts


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``n``; no interval, because acts of one person hang together."""

    hits: int
    n: int

    @property
    def percent(self) -> float | None:
        """None of nothing."""
        return 100 * self.hits / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Minutes:
    """What the bank's norms make of the acts by hand. ``covered``: acts with a norm, of all work acts."""

    transactional: float
    judging: float
    lookup: float
    covered: Share

    @property
    def hours(self) -> float:
        """Together."""
        return (self.transactional + self.judging + self.lookup) / 60

    @property
    def share(self) -> float | None:
        """Transactional minutes, percent of all; None of nothing."""
        whole = self.transactional + self.judging + self.lookup
        return 100 * self.transactional / whole if whole else None


def total(catalogue: Catalogue, counted: Counted, kinds: Iterable[str]) -> Acts:
    """The acts of these kinds."""
    wanted = {one.key for kind in kinds for one in catalogue.of_kind(kind)}
    return sum((acts for key, acts in counted.items() if key in wanted), Acts())


def transactional_share(catalogue: Catalogue, counted: Counted) -> Share:
    """Of what people do by hand (upkeep left out), how much is transactional."""
    hand = total(catalogue, counted, (TRANSACTIONAL,)).by_hand
    return Share(hand, total(catalogue, counted, (TRANSACTIONAL, JUDGING, LOOKUP)).by_hand)


def automatic_share(catalogue: Catalogue, counted: Counted) -> Share:
    """Of all transactional acts, how many the machine did."""
    acts = total(catalogue, counted, (TRANSACTIONAL,))
    return Share(acts.automatic, acts.automatic + acts.by_hand)


def first_round(catalogue: Catalogue, counted: Counted) -> int:
    """Acts by hand until the AI interview is decided."""
    wanted = {one.key for one in catalogue.activities if one.first_round}
    return sum(acts.by_hand for key, acts in counted.items() if key in wanted)


def lookups(catalogue: Catalogue, counted: Counted) -> tuple[int, int]:
    """Look-ups by hand, and decisions by hand."""
    return total(catalogue, counted, (LOOKUP,)).by_hand, counted.get(DECIDING, Acts()).by_hand


def minutes(catalogue: Catalogue, counted: Counted, norms: Mapping[str, float]) -> Minutes | None:
    """Acts by hand times the bank's own minutes; None while no activity with acts has a norm."""
    spent = dict.fromkeys((TRANSACTIONAL, JUDGING, LOOKUP), 0.0)
    with_norm = whole = 0
    for one in catalogue.activities:
        if one.kind not in spent:
            continue
        hand = counted.get(one.key, Acts()).by_hand
        whole += hand
        if one.key in norms:
            with_norm += hand
            spent[one.kind] += hand * norms[one.key]
    if not with_norm:
        return None
    return Minutes(spent[TRANSACTIONAL], spent[JUDGING], spent[LOOKUP], Share(with_norm, whole))


def ratio(above: int, below: int) -> float | None:
    """None of nothing."""
    return above / below if below else None


def change(now: float | None, before: float | None) -> float | None:
    """Percent more or less than before; None where one of them is missing or nothing was before."""
    return 100 * (now - before) / before if now is not None and before else None


def _activity(table: Mapping[str, Any]) -> Activity:
    if table["kind"] not in KINDS:
        raise InvalidError(f"no such kind of work: {table['kind']!r}", code="effort_kind")
    return Activity(
        key=str(table["key"]),
        kind=str(table["kind"]),
        first_round=bool(table["first_round"]),
        title=dict(table["title"]),
        verbs=tuple(table["verbs"]),
    )
