"""The impact ratio (four-fifths rule) of selection counts by group, with its interval and N.

Ratio and rule: US Uniform Guidelines on Employee Selection Procedures (1978), § 4 D; New York City Local
Law 144: selection rate of a group over the highest one, groups below 2 % of all may be left out with the
reason stated. Of scores: the scoring rate is a group's share above the median of everybody's scores, its
ratio is taken to the highest such rate (RCNY Title 6, § 5-301). Interval: normal on the logarithm of the
ratio (Katz et al. 1978). p: Fisher's exact test, two-sided.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import comb, exp, log, sqrt

from bole.kernel.errors import InvalidError

FOUR_FIFTHS = 0.8
SMALL = 0.02  # share of all people
LEAST = 30  # below that many in a group its ratio is shown with a warning
_Z = 1.959964
_SLACK = 1 + 1e-7  # rounding in sums of probabilities


@dataclass(frozen=True, slots=True)
class Group:
    """People of one group: how many applied, how many of them were selected; where it is known, how many have
    a score and how many of those lie above the median of everybody's scores."""

    name: str
    applied: int
    selected: int
    scored: int | None = None
    above: int | None = None

    @property
    def scoring(self) -> float | None:
        """The scoring rate; None where nobody of the group was scored."""
        return self.above / self.scored if self.scored and self.above is not None else None


@dataclass(frozen=True, slots=True)
class Impact:
    """One group beside the group with the highest rate. ``ratio`` is None where nobody was selected anywhere;
    ``low`` and ``high`` are None where the interval does not exist (a rate of 0, or the group itself)."""

    group: Group
    rate: float
    share: float
    ratio: float | None
    low: float | None
    high: float | None
    p: float | None
    below: bool  # ratio under four fifths
    small: bool  # under 2 % of all: may be left out, with the reason
    few: bool  # under 30 people
    scoring: float | None = None
    scoring_ratio: float | None = None


def impacts(groups: Sequence[Group]) -> list[Impact]:
    """One row per group in the order given; InvalidError for counts that cannot be."""
    for group in groups:
        if not 0 <= group.selected <= group.applied or group.applied == 0 or not _scores_fit(group):
            raise InvalidError(f"{group.name}: counts do not fit", code="counts_invalid")
    if len({group.name for group in groups}) < len(groups) or len(groups) == 1:
        raise InvalidError("at least two groups, each once", code="groups_invalid")
    everybody = sum(group.applied for group in groups)
    counted = [g for g in groups if g.applied >= SMALL * everybody]
    best = max(counted, key=lambda g: (g.selected / g.applied, g.applied), default=None)
    highest = max((rate for g in counted if (rate := g.scoring) is not None), default=0.0)
    return [_scored(_impact(group, best, everybody), highest) for group in groups]


def _scores_fit(group: Group) -> bool:
    if group.scored is None and group.above is None:
        return True
    scored, above = group.scored, group.above
    return scored is not None and above is not None and 0 <= above <= scored <= group.applied


def _scored(row: Impact, highest: float) -> Impact:
    rate = row.group.scoring
    ratio = rate / highest if rate is not None and highest else None
    return replace(row, scoring=rate, scoring_ratio=ratio)


def _impact(group: Group, best: Group | None, everybody: int) -> Impact:
    rate, share = group.selected / group.applied, group.applied / everybody
    ratio = low = high = p = None
    if best is not None and best.selected:
        ratio = rate / (best.selected / best.applied)
        if group != best:
            p = fisher(group, best)
            low, high = _interval(group, best, ratio)
    return Impact(
        group=group,
        rate=rate,
        share=share,
        ratio=ratio,
        low=low,
        high=high,
        p=p,
        below=ratio is not None and ratio < FOUR_FIFTHS,
        small=share < SMALL,
        few=group.applied < LEAST,
    )


def _interval(group: Group, best: Group, ratio: float) -> tuple[float | None, float | None]:
    if not group.selected or not best.selected:
        return None, None
    spread = sqrt(1 / group.selected - 1 / group.applied + 1 / best.selected - 1 / best.applied)
    return exp(log(ratio) - _Z * spread), exp(log(ratio) + _Z * spread)


def fisher(one: Group, other: Group) -> float:
    """Two-sided: the probability of all tables no more likely than the one found."""
    total, chosen = one.applied + other.applied, one.selected + other.selected
    whole = comb(total, chosen)

    def of(k: int) -> float:
        return comb(one.applied, k) * comb(other.applied, chosen - k) / whole

    found = of(one.selected)
    lowest, highest = max(0, chosen - other.applied), min(chosen, one.applied)
    return min(1.0, sum(p for k in range(lowest, highest + 1) if (p := of(k)) <= found * _SLACK))
