"""A person among a norm group: job, period, N; nobody is named in it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bole.measurement.reliability.distributions import beta_quantile

SMALLEST = 30  # people; below it there is no percentile at all
COARSE = 200  # below it percentiles are rounded to 5
_STEP = 5.0


@dataclass(frozen=True, slots=True)
class Place:
    """排名前 ``top`` % of ``n`` people; between ``low`` and ``high`` with 95 % for the group's size."""

    top: float
    low: float
    high: float
    n: int


def place(counts: Mapping[Decimal, int], total: Decimal, *, member: bool) -> Place | None:
    """Where ``total`` stands in a group given as totals → people. None below 30 people.

    Top share = 100 · mid-rank ÷ N (science.md §2.6): the middle of the ranks that equal totals share. Who is
    no ``member`` of the group is ranked as if he joined it, so that nobody is above the first. Interval:
    Jeffreys' for a proportion (Brown, Cai & DasGupta 2001), of the others above him plus half of those level
    with him, as Crawford, Garthwaite & Slick 2009 give for percentile norms. Below 200 people all three are
    rounded to 5: the interval outwards.
    """
    n = sum(counts.values())
    if n < SMALLEST:
        return None
    above = sum(people for level, people in counts.items() if level > total)
    same = counts.get(total, 0)
    others = n - 1 if member and same else n
    level = same - 1 if member and same else same
    middle = above + level / 2
    share = 100 * (middle + 1) / (others + 1)
    low = 100 * beta_quantile(0.025, middle + 0.5, others - middle + 0.5)
    high = 100 * beta_quantile(0.975, middle + 0.5, others - middle + 0.5)
    return Place(rounded(share, n), *_outwards(low, high, n), n)


def rounded(share: float, n: int) -> float:
    """To 5 below 200 people (never 0), else to one decimal."""
    return max(_STEP, _STEP * round(share / _STEP)) if n < COARSE else max(0.1, round(share, 1))


def _outwards(low: float, high: float, n: int) -> tuple[float, float]:
    if n >= COARSE:
        return round(low, 1), round(high, 1)
    return _STEP * math.floor(low / _STEP), _STEP * math.ceil(high / _STEP)
