"""A rater that was fitted on marked answers: from one answer to mark, band and abstention."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bole.measurement.learning import bands
from bole.measurement.learning.bands import Band
from bole.measurement.learning.foreign import HALF
from bole.measurement.learning.kernels import meanings
from bole.measurement.learning.maps import MonotoneMap
from bole.measurement.learning.outcome import Outcome, outcome
from bole.measurement.learning.questions import LEARNERS, MANY, Learner
from bole.measurement.learning.raw import Raw, rate
from bole.measurement.learning.restraint import restrained, suspected
from bole.measurement.learning.rows import Rows, general
from bole.measurement.learning.rubric import as_points, as_text
from bole.measurement.learning.scales import NO_SCALES, Scale, Scales
from bole.measurement.learning.stack import Stack, doubts, opinion
from bole.measurement.learning.untrained import expected_error, frozen, uncertainty

Matrix = NDArray[np.float64]
Tier = Literal["new", "few", "many"]
Key = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Fitted:
    """Call it like ``bole.measurement.api.score``. ``bands`` by how much is known of a question;
    ``overlooked``: how much of a suspicion its marks do not bear out; ``scales``: the marks that are given
    at all; ``figures``: how good it was out of fold, the card of this version."""

    map: MonotoneMap
    learners: Mapping[Key, Learner]
    stack: Stack | None
    bands: Mapping[Tier, Band]
    count: int
    overlooked: float = 0.0
    scales: Scales = NO_SCALES
    figures: Mapping[str, float | None] = field(default_factory=dict)
    _by_question: dict[str, Key | None] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for key in self.learners:
            self._by_question[key[0]] = None if key[0] in self._by_question else key

    def __call__(
        self,
        question: str,
        rubric_points: Sequence[str] | str | None,
        answer: str | None,
        language: str = "zh",
    ) -> Outcome:
        """Rate one answer."""
        points = as_points(rubric_points)
        raw = rate(as_text(question).strip(), points, as_text(answer), language)
        if raw.silent:
            return outcome(raw, 0.0, 0.0, 0.0, abstain=True)
        key = (as_text(question).strip(), points)
        learner, scale = self._learner(key), self.scales.of(key)
        if learner is None:
            return self._new(raw, scale)
        return self._known(raw, learner, scale, key)

    def held_out(self, rows: Rows) -> Matrix:
        """Mark, views and number of marked answers seen, per row; for fitting bands."""
        found = np.zeros((len(rows.marks), LEARNERS + 2))
        found[:, 0] = [0.0 if r.silent else self.map(r.value) for r in rows.raws]
        for key, learner in self.learners.items():
            chosen = [i for i, e in enumerate(rows.examples) if e.key == key and not rows.raws[i].silent]
            if chosen:
                raws = [rows.raws[i] for i in chosen]
                views, marks = self._judge(raws, learner, rows.meanings[chosen])
                marks = np.array(
                    [
                        self._without_foreign(r, m, learner, key)
                        for r, m in zip(raws, marks.tolist(), strict=True)
                    ]
                )
                found[chosen] = np.column_stack([marks, views, np.full(len(chosen), learner.count)])
        return found

    def _learner(self, key: Key) -> Learner | None:
        known = self.learners.get(key)
        if known is not None:
            return known
        only = self._by_question.get(key[0]) if key[0] else None
        return self.learners[only] if only else None

    def _judge(self, raws: Sequence[Raw], learner: Learner, meaning: Matrix) -> tuple[Matrix, Matrix]:
        """Views and marks of answers to one question."""
        mapped = self.map([r.value for r in raws])
        views = learner.view(raws, meaning, mapped)
        marks = opinion(self.stack, learner, views, np.stack([general(r) for r in raws]))
        trust = learner.trust(views)
        marks = trust * marks + (1 - trust) * np.minimum(
            marks, mapped
        )  # unlike all others: no benefit of doubt
        share = np.array([suspected(raw) for raw in raws])
        return views, restrained(share, marks, mapped, self.overlooked)

    def _without_foreign(self, raw: Raw, mark: float, learner: Learner, key: Key) -> float:
        """No more than an answer is worth without the clauses that are like nothing people said."""
        home = learner.at_home(raw)
        if (home >= HALF).all():
            return mark
        own = [c for c, share in zip(raw.clauses, home.tolist(), strict=False) if share >= HALF]
        left = rate(*key, "。".join(own), "zh")
        if left.silent:
            return min(mark, float(self.map(raw.value))) * float(home.max(initial=0.0))
        return min(mark, float(self._judge([left], learner, meanings([left.text]))[1][0]))

    def _known(self, raw: Raw, learner: Learner, scale: Scale, key: Key) -> Outcome:
        views, found = self._judge([raw], learner, meanings([raw.text]))
        mark = self._without_foreign(raw, float(found[0]), learner, key)
        marks = np.array([mark])
        tier: Tier = "many" if learner.count >= MANY else "few"
        band = self.bands.get(tier)
        if band is None:
            return self._judged(raw, mark, self.bands.get("new"), scale)
        doubt = float(band.doubt(doubts(views, general(raw)[None, :], marks))[0])
        return _with_band(raw, mark, doubt, band, scale)

    def _new(self, raw: Raw, scale: Scale) -> Outcome:
        return self._judged(raw, float(self.map(raw.value)), self.bands.get("new"), scale)

    def _judged(self, raw: Raw, mark: float, band: Band | None, scale: Scale) -> Outcome:
        if band is None:
            own = frozen()
            doubt = uncertainty(raw)
            half = own.band * expected_error(raw)
            return outcome(raw, mark, half, doubt, abstain=doubt >= own.abstain_from)
        return _with_band(raw, mark, float(band.doubt(general(raw)[None, :])[0]), band, scale)


def _with_band(raw: Raw, mark: float, doubt: float, band: Band, scale: Scale) -> Outcome:
    half = float(band.half_width(np.array([doubt]))[0])
    unsure = float(bands.uncertainty(np.array(doubt), np.array(mark)))
    abstain = unsure > band.limit or "no_rubric" in raw.flags
    return outcome(raw, mark, half, unsure, abstain=abstain, scale=scale)
