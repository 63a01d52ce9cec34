"""Where the frozen figures of the untrained rater come from: map, expected error and band, refitted.

    python -m bench.untrained [--apart course] [--json FILE]

On the project's own marked answers (measurement/learning/tests/material), each set as heavy as every other.
Map: isotonic regression, smoothed at fixed knots, half way to the map of version 5, since one writer's sets
shall not bend it at will. Expected error: a straight line on the signs of ``untrained.signs``. Band: the
narrowest for which, with one set after the other left out of map and line, the mean over sets of what is
held is .90. ``--apart`` names sets that are left out of map and line (version 6: course). Printed beside
what ``untrained.toml`` holds: that was rounded by hand and drawn lower near nothing, where a rubric's stray
words alone shall not reach a tenth. Nothing is written into it.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.typed import read
from bole.measurement.learning import untrained
from bole.measurement.learning.evaluating import correlation
from bole.measurement.learning.examples import Example
from bole.measurement.learning.maps import MonotoneMap, fit_map
from bole.measurement.learning.raw import Raw
from bole.measurement.learning.ridge import Linear, fit_linear
from bole.measurement.learning.rows import rows_of

Values = NDArray[np.float64]
MATERIAL = Path(untrained.__file__).parent / "tests" / "material"
SETS = ("answers", "graded", "fresh", "exam", "class", "course")
BY_LANGUAGE = {"class"}  # two homes in one file
KNOTS = (0.0, 0.03, 0.06, 0.09, 0.13, 0.167, 0.21, 0.25, 0.30, 0.37, 0.52, 0.68, 1.0)
VERSION_5 = (0.0, 0.05, 0.10, 0.16, 0.24, 0.32, 0.42, 0.52, 0.62, 0.76, 0.93, 0.99, 1.0)
SIGNS = ("mark", "middle", "meaning_over_words", "denied", "strewn", "few_points")
DRAWN = 240  # answers of each set, so that a large one weighs no more
HELD, PENALTY = 0.9, 0.1


@dataclass(frozen=True)
class Home:
    """One set: raw scores (n,) and marks 0-1 (n,) of the answers that say anything."""

    raws: tuple[Raw, ...]
    values: Values
    marks: Values


def homes() -> dict[str, Home]:
    """Every set, those of two languages apart."""
    found: dict[str, Home] = {}
    for name in SETS:
        examples = read(MATERIAL / f"{name}.toml")
        if name not in BY_LANGUAGE:
            found[name] = home(examples)
            continue
        for language in ("en", "zh"):
            found[f"{name}_{language}"] = home([one for one in examples if one.language == language])
    return found


def home(examples: Sequence[Example]) -> Home:
    rows = rows_of(examples)
    said = np.array([not raw.silent for raw in rows.raws])
    raws = tuple(raw for raw, keep in zip(rows.raws, said, strict=True) if keep)
    return Home(raws, rows.raw[said], rows.marks[said])


def drawn(one: Home) -> NDArray[np.int64]:
    return np.arange(DRAWN) % len(one.marks)


def fitted_map(sets: Sequence[Home]) -> MonotoneMap:
    """The map these sets ask for, half way to version 5's."""
    values = np.concatenate([one.values[drawn(one)] for one in sets])
    marks = np.concatenate([one.marks[drawn(one)] for one in sets])
    steps = fit_map(values, marks, MonotoneMap(KNOTS, VERSION_5), 6.0)
    around = [np.clip(np.linspace(knot * 0.8, knot * 1.2 + 0.005, 21), 0, 1) for knot in KNOTS]
    smooth = np.array([0.0, *(float(np.mean(steps(near))) for near in around[1:])])
    half = (np.maximum.accumulate(smooth) + np.array(VERSION_5)) / 2
    return MonotoneMap(KNOTS, tuple(round(float(mark), 3) for mark in half))


def signs_of(one: Home, shape: MonotoneMap) -> Values:
    """Shape (n, signs)."""
    marks = shape(one.values).tolist()
    told = [untrained.signs(raw, mark) for raw, mark in zip(one.raws, marks, strict=True)]
    return np.array([[row[name] for name in SIGNS] for row in told])


def fitted_error(sets: Sequence[Home], shape: MonotoneMap) -> Linear:
    """The straight line from signs to absolute errors."""
    rows = np.concatenate([signs_of(one, shape)[drawn(one)] for one in sets])
    errors = np.concatenate([np.abs(shape(one.values) - one.marks)[drawn(one)] for one in sets])
    return fit_linear(rows, errors, PENALTY)


def narrowest(found: Mapping[str, tuple[Values, Values]]) -> float:
    """The band per unit of expected error that holds .90 on the mean over sets; ``found``: errors and
    expected errors of sets that neither map nor line had seen."""
    widths = np.arange(1.0, 5.0, 0.05)
    held = [np.mean([np.mean(miss <= width * due) for miss, due in found.values()]) for width in widths]
    return round(float(next(w for w, share in zip(widths, held, strict=True) if share >= HELD)), 2)


def left_out(sets: Mapping[str, Home]) -> tuple[dict[str, tuple[Values, Values]], dict[str, float]]:
    """Errors and expected errors of each set by figures of all others, and r."""
    found, ordered = {}, {}
    for name, one in sets.items():
        others = [other for key, other in sets.items() if key != name]
        shape = fitted_map(others)
        due = np.maximum(fitted_error(others, shape)(signs_of(one, shape)), untrained.LEAST_ERROR)
        found[name] = (np.abs(shape(one.values) - one.marks), due)
        ordered[name] = round(correlation(shape(one.values), one.marks), 3)
    return found, ordered


def refitted(apart: Sequence[str]) -> dict[str, Any]:
    """All figures beside the frozen ones."""
    sets = homes()
    found, ordered = left_out(sets)
    inside = [one for name, one in sets.items() if name not in apart]
    shape = fitted_map(inside)
    line = fitted_error(inside, shape)
    weights = line.weights / line.scale
    error = {name: round(float(weight), 4) for name, weight in zip(SIGNS, weights, strict=True)}
    error = {"least": round(float(line.centre - (line.mean * weights).sum()), 4)} | error
    own, band = untrained.frozen(), narrowest(found)
    return {
        "map": {"knots": KNOTS, "frozen": own.map.y, "refitted": shape.y},
        "error": {"frozen": dict(own.error), "refitted": error},
        "band": {"frozen": own.band, "refitted": band},
        "left_out": {
            name: {"r": ordered[name], "held": round(float(np.mean(miss <= band * due)), 2)}
            for name, (miss, due) in found.items()
        },
    }


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--apart", nargs="*", default=["course"])
    options.add_argument("--json", type=Path)
    args = options.parse_args()
    told = json.dumps(refitted(args.apart), indent=2)
    print(told)
    if args.json:
        args.json.write_text(told + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
