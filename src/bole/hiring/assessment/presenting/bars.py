"""Geometry of a score bar with its band: percentages, so that the SVG stretches without distortion."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bole.hiring.assessment.presenting.formats import one_decimal, short
from bole.measurement import norms

Z95 = 1.96  # two-sided 95 % of the normal distribution (science.md, section 3)


@dataclass(frozen=True, slots=True)
class Bar:
    """A score on the 0-100 track; every ``*_at`` and ``*_width`` is a percentage as text."""

    score: str
    value: str
    band_at: str
    band_width: str
    cut_at: str
    low: str
    high: str
    half: str

    @property
    def known(self) -> bool:
        """False for "not enough data": the template then draws a hatched track and words."""
        return bool(self.score)

    @property
    def of_ten(self) -> str:
        """The same score on the 10-point view, exactly."""
        return f"{norms.view(Decimal(self.score), 10).normalize():f}" if self.score else ""

    @property
    def of_five(self) -> str:
        """The same score on the 5-point view, exactly."""
        return f"{norms.view(Decimal(self.score), 5).normalize():f}" if self.score else ""


def bar(
    score: float | None,
    sem: float | None = None,
    band: Sequence[float] | None = None,
    cut: float | None = None,
) -> Bar:
    """The drawing of one score.

    ``band`` is the 95 % interval if the report stores it, else it is made of ``sem``; no band is drawn
    when neither is known.
    """
    cut_at = "" if cut is None else f"{cut:.2f}%"
    if score is None:
        return Bar("", "", "", "", cut_at, "", "", "")
    if band is None and sem is not None:
        band = (score - Z95 * sem, score + Z95 * sem)
    if band is None:
        return Bar(one_decimal(score), f"{score:.2f}%", "", "", cut_at, "", "", "")
    low, high = max(0.0, band[0]), min(100.0, band[1])
    half = Z95 * sem if sem is not None else (band[1] - band[0]) / 2
    return Bar(
        score=one_decimal(score),
        value=f"{score:.2f}%",
        band_at=f"{low:.2f}%",
        band_width=f"{max(0.0, high - low):.2f}%",
        cut_at=cut_at,
        low=short(round(low, 1)),
        high=short(round(high, 1)),
        half=one_decimal(half),
    )


def side_of_cut(score: float | None, band: Sequence[float] | None, cut: float | None) -> str:
    """Where the whole band lies: ``above``, ``below``, ``across`` the pass mark, or ``unknown``."""
    if score is None or band is None or cut is None:
        return "unknown"
    if band[0] >= cut:
        return "above"
    return "below" if band[1] < cut else "across"
