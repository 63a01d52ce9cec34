"""Learning from marked answers: pooled map, learners per question, stack, bands. The recipe in one place."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bole.measurement.learning.bands import Band, fit_band
from bole.measurement.learning.evaluating import correlation
from bole.measurement.learning.examples import Example, checked, ordered
from bole.measurement.learning.fitted import Fitted, Tier
from bole.measurement.learning.maps import fit_map
from bole.measurement.learning.questions import FEW, LEARNERS, MANY, MAPPED, Learner, learn, prepare
from bole.measurement.learning.restraint import overlooked_by, suspected
from bole.measurement.learning.rows import Rows, rows_of
from bole.measurement.learning.scales import Scales, off_scale, scales_of
from bole.measurement.learning.stack import Stack, doubts, features, fit_stack, opinion
from bole.measurement.learning.untrained import frozen

Matrix = NDArray[np.float64]
Key = tuple[str, tuple[str, ...]]
_PRIOR = 6.0  # made-up answers that hold the map in shape
_FOLDS = 5
_LEAST_BAND = 12  # out-of-fold errors of one tier that carry a band of their own


def fit(examples: Sequence[Mapping[str, Any]]) -> Fitted:
    """A rater fitted on marked answers, the same for any order of them. Raises InvalidError."""
    return fit_examples(checked(examples))


def fit_examples(examples: Sequence[Example]) -> Fitted:
    """The same for examples that are checked already."""
    every = rows_of(ordered(examples))
    scales = scales_of([e.key for e in every.examples], every.marks)
    rows = every.merged()
    held = _held_out(rows)
    return replace(
        _models(rows),
        count=len(examples),
        bands=_bands(rows, held, scales),
        scales=scales,
        figures=_figures(rows, held),
    )


def _models(rows: Rows) -> Fitted:
    """Everything but bands and figures."""
    shape = fit_map(rows.raw, rows.marks, frozen().map, _PRIOR)
    groups = {key: indices for key, indices in _groups(rows).items() if len(indices) >= FEW}
    learnt = learn([prepare(rows.take(indices), shape) for indices in groups.values()])
    learners = dict(zip(groups, learnt, strict=True))
    stack = _stack(rows, learners)
    return Fitted(shape, learners, stack, {}, len(rows.marks), _overlooked(rows, learners, stack))


def _groups(rows: Rows) -> dict[Key, NDArray[np.int64]]:
    found: dict[Key, list[int]] = defaultdict(list)
    for index, example in enumerate(rows.examples):
        if not rows.raws[index].silent:
            found[example.key].append(index)
    return {key: np.array(indices) for key, indices in found.items()}


def _stack(rows: Rows, learners: Mapping[Key, Learner]) -> Stack | None:
    inputs, marks = [], []
    for key, indices in _groups(rows).items():
        learner = learners.get(key)
        if learner is not None and learner.count >= MANY:
            kept = _kept(indices, learner.count)
            inputs.append(features(learner.views, rows.general[kept]))
            marks.append(rows.marks[kept])
    return fit_stack(np.concatenate(inputs), np.concatenate(marks)) if inputs else None


def _overlooked(rows: Rows, learners: Mapping[Key, Learner], stack: Stack | None) -> float:
    """How much of a suspicion the marks do not bear out, by what was said of answers left out."""
    share, told, mapped, marks = [], [], [], []
    for key, indices in _groups(rows).items():
        learner = learners.get(key)
        if learner is not None:
            kept = _kept(indices, learner.count)
            share.append([suspected(rows.raws[i]) for i in kept])
            told.append(opinion(stack, learner, learner.views, rows.general[kept]))
            mapped.append(learner.views[:, MAPPED])
            marks.append(rows.marks[kept])
    if not share:
        return 0.0
    return overlooked_by(*(np.concatenate(one) for one in (share, told, mapped, marks)))


def _kept(indices: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """The answers a learner of ``count`` answers was made from."""
    if count == len(indices):
        return indices
    return indices[np.linspace(0, len(indices) - 1, count).astype(np.int64)]


def _held_out(rows: Rows) -> Matrix:
    """Per answer what models of the same recipe say that have not seen it; shape (n, 1 + LEARNERS + 1):
    mark, views, marked answers of its question that were seen."""
    found = np.full((len(rows.marks), LEARNERS + 2), np.nan)
    folds = _spread(rows)
    for fold in range(_FOLDS):
        inside = np.flatnonzero(folds == fold)
        outside = np.flatnonzero(folds != fold)
        if len(inside) and len(outside):
            found[inside] = _models(rows.take(outside)).held_out(rows.take(inside))
    return found


def _figures(rows: Rows, held: Matrix) -> dict[str, float | None]:
    """What the card of this version says: on answers its models had not seen."""
    seen = np.isfinite(held[:, 0])
    marks, told = rows.marks[seen], held[seen, 0]
    return {
        "answers": float(len(marks)),
        "questions": float(len({e.key for e in rows.examples})),
        "r": correlation(told, marks),
        "mean_absolute_error": round(float(np.abs(told - marks).mean()), 4) if len(marks) else None,
    }


def _spread(rows: Rows) -> NDArray[np.int64]:
    """Folds that take the answers of each question in turn, along the marks."""
    folds = np.zeros(len(rows.marks), dtype=np.int64)
    for turn, indices in enumerate(_groups(rows).values()):
        order = indices[np.argsort(rows.marks[indices], kind="stable")]
        folds[order] = (np.arange(len(order)) * 2 + turn) % _FOLDS
    return folds


def _bands(rows: Rows, held: Matrix, scales: Scales) -> dict[Tier, Band]:
    """Bands by tier; ``new`` from the map alone, always there when anything could be held out."""
    missed = off_scale(scales, [e.key for e in rows.examples], rows.marks)
    silent = np.array([r.silent for r in rows.raws])
    seen = held[:, -1]
    tiers: dict[Tier, NDArray[np.bool_]] = {
        "many": seen >= 0.75 * MANY,
        "few": (seen >= FEW - 1) & (seen < 0.75 * MANY),
    }
    found: dict[Tier, Band] = {}
    for tier, chosen in tiers.items():
        heard = chosen & ~silent
        if heard.sum() >= _LEAST_BAND:
            found[tier] = _band(rows, held, heard, missed)
    apart = _questions_apart(rows)
    usable = ~silent & np.isfinite(apart)
    if usable.sum() >= _LEAST_BAND:
        errors = np.abs(apart - rows.marks)[usable]
        found["new"] = fit_band(rows.general[usable], errors, apart[usable], missed[usable])
    return found


def _band(rows: Rows, held: Matrix, chosen: NDArray[np.bool_], missed: NDArray[np.bool_]) -> Band:
    mark, views = held[chosen, 0], held[chosen, 1:-1]
    seen = doubts(views, rows.general[chosen], mark)
    return fit_band(seen, np.abs(mark - rows.marks[chosen]), mark, missed[chosen])


def _questions_apart(rows: Rows) -> Matrix:
    """Marks by a map that saw no answer of the same question; with one question only, of the same fold."""
    keys = sorted({e.key for e in rows.examples})
    folds = (
        np.array([keys.index(e.key) % min(10, len(keys)) for e in rows.examples])
        if len(keys) > 1
        else _spread(rows)
    )
    found = np.full(len(rows.marks), np.nan)
    for fold in np.unique(folds):
        inside = folds == fold
        if (~inside).any():
            found[inside] = fit_map(rows.raw[~inside], rows.marks[~inside], frozen().map, _PRIOR)(
                rows.raw[inside]
            )
    return found
