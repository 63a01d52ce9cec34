"""Build every attack, score it and what it is compared with."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from statistics import fmean

from bole.kernel.errors import InvalidError
from bole.measurement.attacks.family import Attack, Family
from bole.measurement.attacks.raters import Rater, Verdict
from bole.measurement.attacks.targets import MIDDLING, Honest, Target

Score = Callable[[Target, str], Verdict]


@dataclass(frozen=True, slots=True)
class Baseline:
    """Mean score of honest weak and middling answers; ``own`` is False when they answer other questions."""

    mean: float
    answers: int
    own: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """One attack, scored. ``before`` is the baseline of its question, ``host`` the score of the text that
    was doctored (None without one); ``after`` is None when the rater gave no score."""

    family: Family
    target: Target
    text: str
    before: Baseline
    host: float | None
    after: float | None
    flags: tuple[str, ...]

    @property
    def gain(self) -> float | None:
        """Points of 100 over honest weak and middling answers."""
        return None if self.after is None else self.after - self.before.mean

    @property
    def host_gain(self) -> float | None:
        """Points of 100 over the text that was doctored."""
        return None if self.after is None or self.host is None else self.after - self.host

    @property
    def judged(self) -> float | None:
        """The gain the limits are held against."""
        return self.host_gain if self.family.basis == "host" else self.gain


@dataclass(frozen=True, slots=True)
class HonestOutcome:
    """An honest answer and what the rater said of it."""

    answer: Honest
    score: float | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Everything one run found."""

    outcomes: tuple[Outcome, ...]
    honest: tuple[HonestOutcome, ...]


def run(
    rater: Rater,
    aimed: Sequence[Target],
    families: Sequence[Family],
    chosen: frozenset[str] = frozenset(),
) -> Run:
    """Attack the chosen questions (all, when none is named) by every family; honest answers are always rated.

    The same rater, targets and families give the same result. Raises InvalidError (``no_baseline``) when a
    language has no honest weak or middling answer with a score.
    """

    @cache
    def verdict(name: str, text: str) -> Verdict:
        target = by_name[name]
        return rater(target, text)

    def score(target: Target, text: str) -> Verdict:
        return verdict(target.name, text)

    by_name = {target.name: target for target in aimed}
    honest = tuple(_honest(aimed, score))
    outcomes = (
        outcome
        for family in families
        for target in aimed
        if target.language in family.languages and (not chosen or target.key in chosen)
        for outcome in _attacked(family, target, _baseline(target, honest), score)
    )
    return Run(tuple(outcomes), honest)


def _honest(aimed: Sequence[Target], score: Score) -> Iterator[HonestOutcome]:
    for target in aimed:
        for answer in target.honest:
            given = score(target, answer.text)
            yield HonestOutcome(answer, given.score, given.flags)


def _baseline(target: Target, honest: Sequence[HonestOutcome]) -> Baseline:
    alike = [h for h in honest if h.answer.quality in MIDDLING and h.answer.language == target.language]
    own = [h.score for h in alike if h.answer.question == target.key and h.score is not None]
    scores = own or [h.score for h in alike if h.score is not None]
    if not scores:
        raise InvalidError(
            f"no honest answer in {target.language} to compare an attack with", code="no_baseline"
        )
    return Baseline(fmean(scores), len(scores), own=bool(own))


def _attacked(family: Family, target: Target, before: Baseline, score: Score) -> Iterator[Outcome]:
    for attack in family.build(target, Random(f"{family.key}:{target.name}")):  # noqa: S311  no secret
        yield _outcome(family, target, before, attack, score)


def _outcome(family: Family, target: Target, before: Baseline, attack: Attack, score: Score) -> Outcome:
    after = score(target, attack.text)
    host = score(target, attack.host).score if attack.host else None
    return Outcome(family, target, attack.text, before, host, after.score, after.flags)
