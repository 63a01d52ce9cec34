"""What is learnt of one question from its own marked answers, on top of the pooled map."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bole.measurement.learning.clausal import Said, alike, said
from bole.measurement.learning.foreign import Bounds, at_home, bounds, left_out, wanted
from bole.measurement.learning.kernels import Vocabulary, vocabulary
from bole.measurement.learning.maps import MonotoneMap
from bole.measurement.learning.raw import Raw
from bole.measurement.learning.ridge import KernelRidge, Spectrum, spectrum
from bole.measurement.learning.rows import Rows

Matrix = NDArray[np.float64]
FEW, MANY = 5, 40  # marked answers from which a question is learnt at all, and with all learners
_ALPHAS = (0.01, 0.03, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 32.0)
_NEIGHBOURS, _SHARP = 7, 8.0
_MOST = 800  # marked answers of one question that are kept
_LEAST_SPREAD = 0.05
_FAMILIAR = (0.01, 0.1)  # quantiles of likeness among the marked answers: none is trusted, all is
LEARNERS = 8  # columns of ``views``: four learners, the map, and three of the nearest neighbours
OPINIONS, MAPPED, SPREAD, NEAREST = 6, 4, 6, 7


@dataclass(frozen=True)
class Known:
    """The marked answers of one question, each as words, as meaning, as a profile over the points and clause
    by clause; ``rubric``: the points as vectors."""

    vocabulary: Vocabulary
    words: Matrix
    meanings: Matrix
    profiles: Matrix
    said: Said
    rubric: Matrix
    marks: Matrix

    @cached_property
    def talk(self) -> float:
        """How much a usual answer says."""
        return float(self.said.own.mean())

    def together(self, near: Matrix, other: Said) -> Matrix:
        """How alike other answers are to these as wholes and clause by clause."""
        found: Matrix = (np.exp(2 * near - 2) + alike(other, self.said) / self.talk) / 2
        return found

    def kernels(self, words: Matrix, meanings: Matrix, profiles: Matrix) -> tuple[Matrix, Matrix, Matrix]:
        """How alike other answers are to these: by meaning, by words, by points."""
        mean = self.profiles.mean(axis=0)
        scale = np.maximum(self.profiles.std(axis=0), _LEAST_SPREAD) * np.sqrt(max(1, self.profiles.shape[1]))
        return (
            meanings @ self.meanings.T,
            words @ self.words.T,
            ((profiles - mean) / scale) @ ((self.profiles - mean) / scale).T,
        )

    def profile(self, raws: Sequence[Raw]) -> Matrix:
        """Profiles as wide as these, shape (n, width)."""
        return _profiles(raws, self.profiles.shape[1])


@dataclass(frozen=True)
class Learner:
    """The learners of one question. ``views`` are leave-one-out, shape (n, LEARNERS);
    ``familiar``: likeness to the nearest marked answer from which they are believed a little, and wholly;
    ``native``: the same of a clause, from which it counts."""

    known: Known
    ridges: tuple[KernelRidge, ...]
    views: Matrix
    familiar: tuple[float, float]
    native: Bounds

    def at_home(self, raw: Raw) -> Matrix:
        """Per clause 0 (like nothing anybody said to this question) to 1."""
        return at_home(raw.clauses, self.known.said, self.known.rubric, self.native)

    def trust(self, views: Matrix) -> Matrix:
        """0 where an answer is like none of the marked ones, 1 where it is as like them as they are."""
        low, high = self.familiar
        found: Matrix = np.clip((views[:, NEAREST] - low) / (high - low), 0.0, 1.0)
        return found

    @property
    def count(self) -> int:
        """Marked answers behind it."""
        return len(self.known.marks)

    def view(self, raws: Sequence[Raw], meanings: Matrix, mapped: Matrix) -> Matrix:
        """What each learner says of new answers, shape (m, LEARNERS)."""
        words = self.known.vocabulary.rows([r.text for r in raws])
        near, like, points = self.known.kernels(words, meanings, self.known.profile(raws))
        both = (near + like) / 2
        together = self.known.together(near, said([r.clauses for r in raws]))
        told = [ridge(k) for ridge, k in zip(self.ridges, (near, like, together, points), strict=True)]
        return _columns(mapped, _shrink(self.count), told, _neighbours(both, self.known.marks))


@dataclass(frozen=True)
class Prepared:
    """A question whose penalties are not chosen yet; ``targets`` and ``spectra`` by learner."""

    known: Known
    mapped: Matrix
    neighbours: tuple[Matrix, Matrix, Matrix]
    spectra: tuple[Spectrum, ...]
    targets: tuple[Matrix, ...]

    @property
    def many(self) -> bool:
        """Whether all learners are used."""
        return len(self.mapped) >= MANY

    def losses(self, learner: int) -> Matrix:
        """Left-out squared error of one learner for each penalty."""
        spectrum_, target = self.spectra[learner], self.targets[learner]
        return np.array([float(((spectrum_.fit(target, a).left_out - target) ** 2).sum()) for a in _ALPHAS])

    @property
    def nearest(self) -> Matrix:
        """How near each clause is to those of the other answers."""
        return left_out(self.known.said, self.known.rubric)

    def finished(self, alphas: Sequence[float], native: Bounds) -> Learner:
        """With one penalty for each learner, and bounds of what is strange to a question."""
        fits = tuple(s.fit(t, a) for s, t, a in zip(self.spectra, self.targets, alphas, strict=True))
        told = [f.left_out for f in fits]
        views = _columns(self.mapped, _shrink(len(self.mapped)), told, self.neighbours)
        low, high = np.quantile(self.neighbours[2], _FAMILIAR).tolist()
        return Learner(self.known, fits, views, (low, max(high, low + _LEAST_SPREAD)), native)


def prepare(rows: Rows, shape: MonotoneMap) -> Prepared:
    """From at least FEW rows, all of one question."""
    if len(rows.marks) > _MOST:
        rows = rows.take(np.linspace(0, len(rows.marks) - 1, _MOST).astype(np.int64))
    texts = [r.text for r in rows.raws]
    words = vocabulary(texts)
    profiles = _profiles(rows.raws, max(len(r.profile) for r in rows.raws))
    spoken = said([r.clauses for r in rows.raws])
    known = Known(
        words,
        _stored(words.rows(texts)),
        _stored(rows.meanings),
        _stored(profiles),
        spoken,
        wanted(*rows.examples[0].key),
        rows.marks,
    )
    near, like, points = known.kernels(known.words, known.meanings, known.profiles)
    both = (near + like) / 2
    alone = both.copy()
    np.fill_diagonal(alone, -np.inf)
    mapped = shape(rows.raw)
    left = rows.marks - mapped
    spectra = tuple(spectrum(k) for k in (near, like, known.together(near, spoken), points))
    return Prepared(known, mapped, _neighbours(alone, rows.marks), spectra, (left, left, rows.marks, left))


def learn(prepared: Sequence[Prepared]) -> list[Learner]:
    """One penalty for each learner over all questions alike: less to go wrong than one for each question."""
    alike_ = {many: [p for p in prepared if p.many == many] for many in (False, True)}
    alphas = {many: _alphas(group) for many, group in alike_.items()}
    native = {
        many: bounds(np.concatenate([p.nearest for p in group])) for many, group in alike_.items() if group
    }
    return [p.finished(alphas[p.many], native[p.many]) for p in prepared]


def _alphas(prepared: Sequence[Prepared]) -> list[float]:
    if not prepared:
        return []
    losses = [np.sum([p.losses(k) for p in prepared], axis=0) for k in range(len(prepared[0].spectra))]
    return [_ALPHAS[int(np.argmin(loss))] for loss in losses]


def _shrink(count: int) -> float:
    """How much of what was learnt is believed."""
    return count / (count + 3)


def _profiles(raws: Sequence[Raw], width: int) -> Matrix:
    found = np.zeros((len(raws), width))
    for row, raw in enumerate(raws):
        found[row, : min(width, len(raw.profile))] = raw.profile[:width]
    return found


def _stored(rows: Matrix) -> Matrix:
    """As a file keeps them, so that a saved rater says the same to the last digit."""
    found: Matrix = rows.astype(np.float32).astype(np.float64)
    return found


def _columns(
    mapped: Matrix, shrink: float, told: Sequence[Matrix], neighbours: tuple[Matrix, Matrix, Matrix]
) -> Matrix:
    meaning, words, both, points = told
    found = [mapped + shrink * meaning, mapped + shrink * words, both, mapped + shrink * points, mapped]
    return np.column_stack([*found, *neighbours])


def _neighbours(alike: Matrix, marks: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """Weighted mean and spread of the nearest marked answers, and how near the nearest is."""
    count = min(_NEIGHBOURS, max(1, alike.shape[1] - 1))
    order = np.argsort(-alike, axis=1, kind="stable")[:, :count]
    near = np.take_along_axis(alike, order, axis=1)
    near = np.where(np.isfinite(near), near, -1.0)
    weight = np.exp(_SHARP * (near - near.max(axis=1, keepdims=True)))
    weight /= weight.sum(axis=1, keepdims=True)
    mean = (weight * marks[order]).sum(axis=1)
    spread = np.sqrt((weight * (marks[order] - mean[:, None]) ** 2).sum(axis=1))
    return mean, spread, near[:, 0]


def small_sample(views: Matrix) -> Matrix:
    """The mark below MANY marked answers: the map with the residual ridges on vectors, points and words."""
    found: Matrix = np.clip(views[:, [0, 1, 3]] @ np.array([0.5, 0.3, 0.2]), 0.0, 1.0)
    return found
