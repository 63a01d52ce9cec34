"""Agreement statistics over 100,000 ratings, beside bare NumPy on arrays that are ready.

python -m bench.agreement [--ratings 100000] [--runs 5]

Bare NumPy: one-way mean squares of every competency, the table of all pairs of levels, and the means of
raters less those of their cells; no intervals, no checks, no names. ``with_intervals`` adds the plain
bootstrap.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import numpy as np

from bench.product import keep
from bole.insight.agreement import people
from bole.insight.agreement.people import Rated, Raters
from bole.measurement.reliability.crossed import pairs_within

ITEMS, SEATS, RATERS = 5, 3, 40


def main(words: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--ratings", type=int, default=100_000)
    options.add_argument("--runs", type=int, default=5)
    given = options.parse_args(words)
    arrays = made(given.ratings // (ITEMS * SEATS))
    rows = as_rows(arrays)
    found = {
        "jobs": lambda: people.jobs(rows),
        "severity_of_all": lambda: Raters(rows),
        "one_rater": lambda: Raters(rows).of(UUID(int=0)),
        "bare_numpy": lambda: bare(arrays),
        "bare_numpy_with_intervals": lambda: resampled(arrays),
    }
    seconds = {name: timed(work, given.runs) for name, work in found.items()}
    whole = seconds["jobs"] + seconds["severity_of_all"]
    load = os.getloadavg()[0]
    keep(
        "agreement",
        {
            "ratings": len(rows),
            "seconds": seconds,
            "ratio": round(whole / seconds["bare_numpy"], 1),
            "ratio_with_intervals": round(whole / seconds["bare_numpy_with_intervals"], 2),
            "load": round(load, 1),
        },
    )
    return 0


def made(people_count: int) -> dict[str, Any]:
    """Everybody is rated on five competencies by three of forty raters."""
    random = np.random.default_rng(7)
    seats = np.array([random.choice(RATERS, SEATS, replace=False) for _ in range(people_count)])
    level = random.normal(3, 0.8, (people_count, 1, 1)) + random.normal(0, 0.5, (people_count, ITEMS, 1))
    seen = level + random.normal(0, 0.5, (people_count, ITEMS, SEATS)) + (seats % 5 - 2)[:, None, :] * 0.2
    levels = np.clip(np.round(seen), 1, 5).astype(np.int64)
    person, item, _seat = np.indices(levels.shape)
    rater = np.broadcast_to(seats[:, None, :], levels.shape)
    flat = {"person": person, "item": item, "rater": rater, "level": levels}
    return {name: np.ascontiguousarray(values).ravel() for name, values in flat.items()}


def as_rows(arrays: dict[str, Any]) -> list[Rated]:
    """The same as the page gets them."""
    ids = [UUID(int=number) for number in range(int(arrays["person"].max()) + 1)]
    columns = (arrays[name].tolist() for name in ("person", "item", "rater", "level"))
    return [
        Rated(ids[p], ids[p], "teller", ids[r], f"c{i}", level, 25.0 * (level - 1), 24_300 + p % 12)
        for p, i, r, level in zip(*columns, strict=True)
    ]


def bare(arrays: dict[str, Any]) -> tuple[list[float], Any, Any]:
    """What the figures are made of."""
    score = 25.0 * (arrays["level"] - 1)
    coefficients = []
    for item in range(ITEMS):
        mask = arrays["item"] == item
        who, values = arrays["person"][mask], score[mask]
        counts = np.bincount(who)
        means = np.bincount(who, values) / counts
        between = (counts * (means - values.mean()) ** 2).sum() / (len(counts) - 1)
        within = ((values - means[who]) ** 2).sum() / (len(values) - len(counts))
        coefficients.append((between - within) / (between + (SEATS - 1) * within))
    cell = arrays["person"] * ITEMS + arrays["item"]
    left, right = pairs_within(cell)
    table = np.bincount((arrays["level"][left] - 1) * 5 + arrays["level"][right] - 1, minlength=25)
    means = np.bincount(cell, score) / np.bincount(cell)
    apart = np.bincount(arrays["rater"], score - means[cell]) / np.bincount(arrays["rater"])
    return coefficients, table, apart


def resampled(arrays: dict[str, Any]) -> list[Any]:
    """The same, and a plain bootstrap of people for the five kappas: 1,000 draws of everybody's table."""
    bare(arrays)
    random, found = np.random.default_rng(7), []
    for item in range(ITEMS):
        mask = arrays["item"] == item
        person, level = arrays["person"][mask], arrays["level"][mask] - 1
        left, right = pairs_within(person)
        table = np.zeros((int(person.max()) + 1, 25))
        np.add.at(table, (person[left], level[left] * 5 + level[right]), 1)
        np.add.at(table, (person[left], level[right] * 5 + level[left]), 1)
        draws = np.stack([table[random.integers(0, len(table), len(table))].sum(axis=0) for _ in range(1000)])
        found.append(np.quantile(draws, [0.025, 0.975], axis=0))
    return found


def timed(work: Callable[[], object], runs: int) -> float:
    """Median of processor seconds."""
    taken = []
    for _ in range(runs):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return round(statistics.median(taken), 4)


if __name__ == "__main__":
    raise SystemExit(main())
