"""What every coefficient here returns: a number, its interval, how many people it rests on, or why not."""

import math
from dataclasses import dataclass

ONE_ITEM = "one_item"  # or one rater: nothing to compare
TOO_FEW = "too_few_people"
NO_VARIANCE = "no_variance"  # the people do not differ, so nothing can tell them apart
ONE_CATEGORY = "one_category"  # everybody chose the same level: chance agreement is already complete
NO_PAIRS = "no_pairs"  # nobody was rated twice
UNDEFINED = "undefined"  # a denominator of zero or below
PERFECT = "perfect_agreement"  # no disagreement left to estimate an interval from
UNSTABLE = "unstable_resampling"  # too many resamples have no value


@dataclass(frozen=True, slots=True)
class Estimate:
    """One coefficient. Never NaN: without a value (or an interval) ``reason`` says why.

    ``n`` people were used; ``dropped`` were left out by the rule for missing data of the function.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    dropped: int = 0
    reason: str = ""


def nothing(reason: str, *, n: int = 0, dropped: int = 0) -> Estimate:
    """No value, for a named reason."""
    return Estimate(None, n=n, dropped=dropped, reason=reason)


def quotient(above: float, below: float, scale: float = 1.0) -> float | None:
    """``above / below``; None unless ``below`` is positive beyond rounding at the size ``scale``."""
    if not below > 1e-12 * max(abs(scale), abs(above), 1e-300):
        return None
    found = above / below
    return found if math.isfinite(found) else None
