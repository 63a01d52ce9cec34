"""Rates, shrinking and periods against what others compute."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bole.insight.funnel.periods import cohort, period
from bole.insight.funnel.rates import Rate
from bole.insight.funnel.shrinkage import fit, likelihood
from bole.insight.funnel.timings import quantile

ZONE = ZoneInfo("Asia/Shanghai")
FRIDAY = datetime(2026, 11, 20, 9, 40, tzinfo=UTC)  # 17:40 in Shanghai


def test_wilson_gives_the_published_interval() -> None:
    """Newcombe 1998, Stat. Med. 17, table I: 81/263, 15/148, 0/20, 1/29 with method 3 (score)."""
    published = {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }
    for (hits, n), interval in published.items():
        assert Rate(hits, n).interval == pytest.approx(interval, abs=5e-5)
    assert Rate(0, 0).interval == (0.0, 1.0)


def test_few_people_have_no_rate() -> None:
    assert (Rate(10, 29).percent, Rate(10, 30).percent) == ("", "33.3%")


def marginal(counts: list[tuple[int, int]], a: float, b: float) -> float:
    """Independent of the product: the probability of each count by its own recursion, in plain products."""
    from math import comb, log

    found = 0.0
    for hits, n in counts:
        chance = float(comb(n, hits))
        for i in range(hits):
            chance *= (a + i) / (a + b + i)
        for i in range(n - hits):
            chance *= (b + i) / (a + b + hits + i)
        found += log(chance)
    return found


def test_the_prior_is_the_maximum_of_the_marginal_likelihood() -> None:
    """Against a search over a fine grid of (a, b) with a likelihood computed in another way."""
    counts = [(8, 12), (30, 40), (3, 10), (22, 60), (55, 80), (9, 30), (41, 50), (5, 25)]
    prior = fit(counts)
    assert prior is not None
    grid = [(m / 100, s / 10) for m in range(40, 70) for s in range(10, 300, 2)]
    best = max(grid, key=lambda one: marginal(counts, one[0] * one[1], (1 - one[0]) * one[1]))
    assert prior.mean == pytest.approx(best[0], abs=0.01)
    assert prior.strength == pytest.approx(best[1], rel=0.05)
    assert marginal(counts, prior.a, prior.b) >= marginal(counts, best[0] * best[1], (1 - best[0]) * best[1])
    step = likelihood(counts, 0.5, 8.0) - likelihood(counts, 0.4, 5.0)
    assert step == pytest.approx(marginal(counts, 4.0, 4.0) - marginal(counts, 2.0, 3.0), abs=1e-9)


def test_small_branches_move_to_the_mean_and_large_ones_stay() -> None:
    prior = fit([(450, 500), (100, 500), (300, 500), (2, 2), (60, 100)])
    assert prior is not None
    assert abs(prior.shrunk(2, 2) - prior.mean) < abs(1.0 - prior.mean) / 2
    assert prior.shrunk(450, 500) == pytest.approx(0.9, abs=0.01)


def test_branches_that_do_not_differ_all_get_the_mean() -> None:
    prior = fit([(50, 100), (51, 100), (49, 100), (50, 100)])
    assert prior is not None
    assert prior.shrunk(10, 10) == pytest.approx(0.5, abs=0.01)
    assert fit([(1, 2)]) is None
    assert fit([]) is None
    nobody = fit([(0, 40), (0, 60)])
    assert nobody is not None
    assert nobody.shrunk(0, 40) < 0.01


def test_shrunk_rates_are_nearer_to_the_truth() -> None:
    chance = random.Random(7)
    truth = [chance.betavariate(12, 8) for _ in range(200)]
    people = [chance.choice([3, 8, 20, 60]) for _ in truth]
    hits = [sum(chance.random() < rate for _ in range(n)) for rate, n in zip(truth, people, strict=True)]
    prior = fit(list(zip(hits, people, strict=True)))
    assert prior is not None
    assert prior.mean == pytest.approx(0.6, abs=0.03)
    cases = list(zip(hits, people, truth, strict=True))
    raw = sum((x / n - t) ** 2 for x, n, t in cases)
    assert sum((prior.shrunk(x, n) - t) ** 2 for x, n, t in cases) < 0.6 * raw


@pytest.mark.parametrize(
    ("key", "first", "earlier"),
    [("today", "2026-11-20", "2026-11-13"), ("week", "2026-11-16", "2026-11-09"),
     ("month", "2026-10-22", "2026-09-22"), ("nonsense", "2026-11-20", "2026-11-13")],
)  # fmt: skip
def test_periods_are_whole_days_of_the_bank(key: str, first: str, earlier: str) -> None:
    chosen = period(key, FRIDAY, ZONE)
    assert (chosen.first.isoformat(), chosen.last.isoformat()) == (first, "2026-11-20")
    assert chosen.start.hour == 0
    assert chosen.earlier.first.isoformat() == earlier
    assert chosen.earlier.end - chosen.earlier.start == chosen.end - chosen.start
    assert cohort(chosen, FRIDAY, ZONE).end - cohort(chosen, FRIDAY, ZONE).start > timedelta(days=29)


def test_midnight_belongs_to_the_day_of_the_bank() -> None:
    late = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)  # half past midnight in Shanghai
    assert period("today", late, ZONE).first.isoformat() == "2026-11-21"


def test_quantiles_are_those_of_the_database() -> None:
    assert [quantile([1, 2, 3, 10], share) for share in (0.5, 0.9)] == [2.5, pytest.approx(7.9)]
    assert quantile([4], 0.9) == 4
