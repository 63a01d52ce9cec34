"""Generalizability: how much of the spread is people, and how many questions and raters are enough.

Variance components by expected mean squares of balanced, fully crossed random designs (Cronbach, Gleser,
Nanda & Rajaratnam 1972; Brennan 2001, ch. 3). Estimates below zero are set to zero at the end and named, as
Brennan 2001 advises: the other components are solved with the negative value, so they stay unbiased.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from bole.kernel.errors import InvalidError
from bole.measurement.reliability import estimates
from bole.measurement.reliability.estimates import Estimate, nothing, quotient
from bole.measurement.reliability.resampling import bootstrap
from bole.measurement.reliability.tables import Floats, Table, complete, is_flat, matrix


@dataclass(frozen=True, slots=True)
class Study:
    """A G study. ``components`` are variances (never negative), ``raw`` as solved, ``negative`` the names of
    those set to zero. ``rows`` are the people it rests on, flattened. Empty with ``reason`` when impossible.

    Names: ``p`` people; one facet: ``i``, ``pi``; two facets: ``i``, ``r``, ``pi``, ``pr``, ``ir``, ``pir``.
    The highest one holds the residual too.
    """

    components: Mapping[str, float]
    raw: Mapping[str, float] = field(default_factory=dict)
    negative: tuple[str, ...] = ()
    shape: tuple[int, ...] = ()
    dropped: int = 0
    reason: str = ""
    rows: Floats | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Decision:
    """A D study: for ``questions`` and ``raters``, the coefficient for ranking (``relative``, Eρ²) and for
    marks on a fixed scale (``absolute``, Φ), with the error variances."""

    relative: Estimate
    absolute: Estimate
    relative_error: float | None
    absolute_error: float | None
    questions: int
    raters: int


def one_facet(table: Table) -> Study:
    """people × questions (p×i) or people × raters (p×r): components ``p``, ``i``, ``pi``.

    Missing: people with a gap are left out.
    """
    rows, dropped = complete(table)
    return _study(rows, dropped, _solve_one)


def two_facets(cube: Sequence[Table]) -> Study:
    """people × questions × raters: ``cube[person][question][rater]``; components ``p … pir``.

    Missing: people with any gap are left out. InvalidError (``ragged_table``) for unequal shapes.
    """
    tables = [matrix(table) for table in cube]
    if any(table.shape != tables[0].shape for table in tables):
        raise InvalidError("every person has the same questions and raters", code="ragged_table")
    whole = np.stack(tables) if tables else np.zeros((0, 0, 0))
    kept = whole[~np.isnan(whole).any(axis=(1, 2))]
    return _study(kept, len(whole) - len(kept), _solve_two)


def decide(study: Study, questions: int, raters: int = 1, confidence: float = 0.95) -> Decision:
    """Coefficients for other numbers of questions and raters (Brennan 2001, ch. 4, random
    facets): ``Eρ² = σ²_p/(σ²_p + σ²_δ)``, ``Φ = σ²_p/(σ²_p + σ²_Δ)``.

    For a one-facet study ``questions`` is the number of its facet. Intervals by bootstrap of people, which
    runs a little low in small groups (Brennan 2001, ch. 6); without people's spread there is no value.
    """
    if questions < 1 or raters < 1:
        raise InvalidError("a design has at least one question and one rater", code="bad_design")
    if not study.components:
        none = nothing(study.reason, n=study.shape[0] if study.shape else 0, dropped=study.dropped)
        return Decision(none, none, None, None, questions, raters)
    relative, absolute = errors(study.components, questions, raters)

    def interval(which: int) -> Estimate:
        return _coefficient(study, which, questions, raters, confidence)

    return Decision(interval(0), interval(1), relative, absolute, questions, raters)


def errors(components: Mapping[str, float], questions: int, raters: int) -> tuple[float, float]:
    """σ²_δ (relative) and σ²_Δ (absolute) of the mean over ``questions`` and ``raters``."""
    share = {"i": questions, "r": raters}

    def part(name: str) -> float:
        return components[name] / float(np.prod([share[facet] for facet in name.replace("p", "")]))

    names = [name for name in components if name != "p"]
    relative = sum(part(name) for name in names if name.startswith("p"))
    return relative, relative + sum(part(name) for name in names if not name.startswith("p"))


def _study(rows: Floats, dropped: int, solve: Callable[[Floats], dict[str, float]]) -> Study:
    reason = ""
    if rows.ndim < 2 or min(rows.shape[1:]) < 2:
        reason = estimates.ONE_ITEM
    elif len(rows) < 2:
        reason = estimates.TOO_FEW
    elif is_flat(rows):
        reason = estimates.NO_VARIANCE
    if reason:
        return Study({}, shape=rows.shape, dropped=dropped, reason=reason)
    raw = solve(rows)
    below = tuple(name for name, value in raw.items() if value < 0)
    return Study(_clipped(raw), raw, below, rows.shape, dropped, "", rows)


def _clipped(raw: Mapping[str, float]) -> dict[str, float]:
    return {name: max(0.0, value) for name, value in raw.items()}


def _coefficient(study: Study, which: int, questions: int, raters: int, confidence: float) -> Estimate:
    assert study.rows is not None
    solve = _solve_one if study.rows.ndim == 2 else _solve_two

    def of(components: Mapping[str, float]) -> float | None:
        error = errors(components, questions, raters)[which]
        return quotient(components["p"], components["p"] + error)

    n, dropped = len(study.rows), study.dropped
    value = of(study.components)
    if value is None:
        return nothing(estimates.NO_VARIANCE, n=n, dropped=dropped)
    if 1.0 - value < 1e-12:
        return Estimate(1.0, n=n, dropped=dropped, reason=estimates.PERFECT)
    band = bootstrap(study.rows, lambda drawn: of(_clipped(solve(drawn))), confidence=confidence)
    if band is None:
        return Estimate(value, n=n, dropped=dropped, reason=estimates.UNSTABLE)
    return Estimate(value, *band, n, dropped)


def _solve_one(rows: Floats) -> dict[str, float]:
    """Expected mean squares of p×i: E(MSp) = σ²_pi + n_i·σ²_p, E(MSi) = σ²_pi + n_p·σ²_i."""
    n, k = rows.shape
    ms = _mean_squares(rows)
    rest = ms["pi"]
    return {"p": (ms["p"] - rest) / k, "i": (ms["i"] - rest) / n, "pi": rest}


def _solve_two(cube: Floats) -> dict[str, float]:
    """Expected mean squares of p×i×r solved from the highest interaction down (Brennan 2001, ch. 3)."""
    n, q, k = cube.shape
    ms = _mean_squares(cube)
    rest = ms["pir"]
    return {
        "p": (ms["p"] - ms["pi"] - ms["pr"] + rest) / (q * k),
        "i": (ms["i"] - ms["pi"] - ms["ir"] + rest) / (n * k),
        "r": (ms["r"] - ms["pr"] - ms["ir"] + rest) / (n * q),
        "pi": (ms["pi"] - rest) / k,
        "pr": (ms["pr"] - rest) / q,
        "ir": (ms["ir"] - rest) / n,
        "pir": rest,
    }


def _mean_squares(rows: Floats) -> dict[str, float]:
    """Mean squares of every effect of a crossed design with one observation per cell."""
    facets = "pir"[: rows.ndim]
    total = float(((rows - rows.mean()) ** 2).sum())
    found = {}
    for name in ("p", "i", "r", "pi", "pr", "ir", "pir"):
        if set(name) <= set(facets):
            effect = _effect(rows, [facets.index(facet) for facet in name])
            repeats = rows.size / effect.size
            squares = repeats * float((effect**2).sum())
            df = float(np.prod([rows.shape[facets.index(facet)] - 1 for facet in name]))
            found[name] = 0.0 if squares < 1e-12 * total else squares / df
    return found


def _effect(rows: Floats, axes: list[int]) -> Floats:
    """The effect over ``axes``: mean over the others, then centred along each of its own axes."""
    others = tuple(axis for axis in range(rows.ndim) if axis not in axes)
    effect: Floats = rows.mean(axis=others, keepdims=True) if others else rows
    for axis in axes:
        effect = effect - effect.mean(axis=axis, keepdims=True)
    return effect
