"""One stored scale, 0–100 with one decimal; the 10- and 5-point views are computed and never stored."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from bole.kernel.errors import InvalidError

Points = Literal[100, 10, 5]
TENTH = Decimal("0.1")
_DIGITS = {100: TENTH, 10: Decimal("0.01"), 5: Decimal("0.001")}  # a tenth of 100 is .01 of 10, .005 of 5


def view(score: Decimal, points: Points) -> Decimal:
    """A stored score on the 100-, 10- or 5-point scale: ``x``, ``x/10``, ``x/20``, exactly, no rounding."""
    _check(score)
    return (score * points / 100).quantize(_DIGITS[points])


def stored(value: Decimal, points: Points) -> Decimal:
    """The stored score a view shows. InvalidError (``off_scale``) for a value no stored score has."""
    score = value * 100 / points
    _check(score)
    return score.quantize(TENTH)


def shown(score: Decimal, points: Points, places: int = 1) -> Decimal:
    """A view rounded for reading, half up; what is read back from it may be off by the rounding."""
    return view(score, points).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _check(score: Decimal) -> None:
    if not score.is_finite() or not 0 <= score <= 100 or score != score.quantize(TENTH):
        raise InvalidError("a score has one decimal between 0 and 100", code="off_scale")
