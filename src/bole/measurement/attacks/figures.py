"""What a run comes to, and whether it keeps the limits of the product."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, quantiles

from bole.measurement.attacks.family import Family
from bole.measurement.attacks.running import Outcome, Run

MEAN_LIMIT, FAMILY_LIMIT, TAIL_LIMIT, FALSE_ALARM_LIMIT = 0.0, 3.0, 8.0, 0.02
NO_SUSPICION = frozenset({"too_short", "other_language"})  # say why it is hard to judge, accuse nobody
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class FamilyFigures:
    """Gains of one family in points of 100; None where no attack got a score.

    ``gain`` is the one the limits are held against; ``over_weak`` and ``over_host`` stand beside it.
    """

    family: Family
    attacks: int
    scored: int
    before: float
    after: float | None
    gain: float | None
    tail: float | None
    over_weak: float | None
    over_host: float | None
    flagged: float
    worst: Outcome | None

    @property
    def kept(self) -> bool:
        """Whether the family stays within its limit."""
        return self.gain is None or self.gain <= FAMILY_LIMIT


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``n`` with a 95 % Wilson interval."""

    hits: int
    n: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The observed share; 0 of nothing."""
        return self.hits / self.n if self.n else 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of a whole run."""

    families: tuple[FamilyFigures, ...]
    attacks: int
    scored: int
    mean: float
    tail: float
    flagged: float
    false_alarms: Share
    accused: tuple[str, ...]

    @property
    def limits(self) -> dict[str, bool]:
        """Limit → kept."""
        return {
            "mean_gain": self.mean <= MEAN_LIMIT,
            "families": all(family.kept for family in self.families),
            "tail": self.tail <= TAIL_LIMIT,
            "false_alarms": self.false_alarms.value <= FALSE_ALARM_LIMIT,
        }


def figures(run: Run) -> Figures:
    """Figures of a run; ValueError when no attack was scored at all."""
    gains = [gain for o in run.outcomes if (gain := o.judged) is not None]
    families = dict.fromkeys(o.family.key for o in run.outcomes)
    accused = [h.answer.id for h in run.honest if suspicious(h.flags)]
    return Figures(
        families=tuple(_family([o for o in run.outcomes if o.family.key == key]) for key in families),
        attacks=len(run.outcomes),
        scored=len(gains),
        mean=fmean(gains),
        tail=percentile_95(gains),
        flagged=fmean(suspicious(o.flags) for o in run.outcomes),
        false_alarms=wilson(len(accused), len(run.honest)),
        accused=tuple(accused),
    )


def suspicious(flags: Sequence[str]) -> bool:
    """Whether a flag accuses (and does not only say that there is too little)."""
    return bool(set(flags) - NO_SUSPICION)


def _family(outcomes: Sequence[Outcome]) -> FamilyFigures:
    scored = [o for o in outcomes if o.judged is not None]
    judged = [o.judged for o in scored if o.judged is not None]
    family = outcomes[0].family
    before = [(o.host if family.basis == "host" else o.before.mean) for o in scored or outcomes]
    return FamilyFigures(
        family=family,
        attacks=len(outcomes),
        scored=len(scored),
        before=fmean(b for b in before if b is not None),
        after=_mean([o.after for o in scored]),
        gain=_mean(judged),
        tail=percentile_95(judged) if judged else None,
        over_weak=_mean([o.gain for o in scored]),
        over_host=_mean([o.host_gain for o in scored]),
        flagged=fmean(suspicious(o.flags) for o in outcomes),
        worst=max(scored, key=lambda o: o.judged or 0.0, default=None),
    )


def _mean(values: Sequence[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return fmean(there) if there else None


def percentile_95(values: Sequence[float]) -> float:
    """The 95th percentile by linear interpolation between order statistics."""
    return values[0] if len(values) == 1 else quantiles(values, n=20, method="inclusive")[-1]


def wilson(hits: int, n: int) -> Share:
    """Wilson's 95 % interval: (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)."""
    if not n:
        return Share(0, 0, 0.0, 1.0)
    p, square = hits / n, _Z * _Z
    middle = p + square / (2 * n)
    half = _Z * math.sqrt(p * (1 - p) / n + square / (4 * n * n))
    whole = 1 + square / n
    return Share(hits, n, max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole))
