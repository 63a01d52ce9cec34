"""How good a rater is on marked answers it has not seen, with intervals."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bole.measurement.learning.examples import Example
from bole.measurement.learning.outcome import Outcome
from bole.measurement.text.normalise import normalise
from bole.measurement.text.pieces import tokens

Matrix = NDArray[np.float64]
Rater = Callable[[str, Sequence[str], str, str], Outcome]
_RESAMPLES = 1000
_KEPT = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)


def evaluate(rater: Rater, examples: Sequence[Example]) -> dict[str, Any]:
    """Figures as JSON; a correlation that cannot be computed is None. What attacks gain:
    ``attacks.marked``."""
    outcomes = [rater(e.question, e.points, e.answer, e.language) for e in examples]
    marks = np.array([e.mark for e in examples])
    scores = np.array([o["score"] for o in outcomes])
    lengths = np.log1p([len(tokens(normalise(e.answer[:6000]).text)) for e in examples])
    low, high = (np.array([o[name] for o in outcomes]) for name in ("low", "high"))
    return {
        "answers": len(examples),
        "questions": len({e.key for e in examples}),
        "r": correlation(scores, marks),
        "r_interval": _interval(scores, marks, [e.key for e in examples]),
        "r_length_partialled_out": partial(scores, marks, lengths),
        "mean_absolute_error": _rounded(np.abs(scores - marks).mean()),
        "band_coverage": _rounded(((low - 1e-9 <= marks) & (marks <= high + 1e-9)).mean()),
        "band_width": _rounded((high - low).mean()),
        "abstained": _rounded(np.mean([o["abstain"] for o in outcomes])),
        "kept_surest": _abstention(scores, marks, np.array([o["uncertainty"] for o in outcomes])),
        "evidence_verbatim": _rounded(
            np.mean(
                [all(q in e.answer for q in o["evidence"]) for o, e in zip(outcomes, examples, strict=True)]
            )
        ),
    }


def correlation(one: Matrix, two: Matrix) -> float | None:
    """Pearson's r."""
    if len(one) < 3 or np.std(one) < 1e-12 or np.std(two) < 1e-12:
        return None
    return _rounded(np.corrcoef(one, two)[0, 1])


def partial(one: Matrix, two: Matrix, third: Matrix) -> float | None:
    """Pearson's r of what a straight line on ``third`` leaves of both."""
    if len(one) < 4 or np.std(third) < 1e-12:
        return correlation(one, two)
    base = np.column_stack([np.ones(len(third)), third])
    rest = [v - base @ np.linalg.lstsq(base, v, rcond=None)[0] for v in (one, two)]
    return correlation(rest[0], rest[1])


def _abstention(scores: Matrix, marks: Matrix, doubt: Matrix) -> dict[str, float | None]:
    """r among the surest share of the answers."""
    order = np.argsort(doubt, kind="stable")
    found = {}
    for share in _KEPT:
        chosen = order[: max(1, round(share * len(order)))]
        found[f"{share:.1f}"] = correlation(scores[chosen], marks[chosen])
    return found


def _interval(scores: Matrix, marks: Matrix, keys: Sequence[Any]) -> list[float] | None:
    """95 % by resampling whole questions (answers, where there is one question)."""
    groups: dict[Any, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        groups[key if len(set(keys)) > 4 else index].append(index)
    members = [np.array(groups[k]) for k in groups]
    rng = np.random.default_rng(20240229)
    found = []
    for _ in range(_RESAMPLES):
        chosen = np.concatenate([members[i] for i in rng.integers(0, len(members), len(members))])
        r = correlation(scores[chosen], marks[chosen])
        if r is not None:
            found.append(r)
    return [_rounded(q) for q in np.quantile(found, [0.025, 0.975])] if len(found) > _RESAMPLES // 2 else None


def _rounded(value: Any) -> float:
    return round(float(value), 4)
