"""Geometry and words of the score bar. Pure: numbers in, numbers out."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Bar:
    """Positions in SVG units; ``band`` is (x, width), ``tick`` and ``pass_x`` are x."""

    width: int
    height: int
    middle: float
    value: float | None
    band: tuple[float, float] | None
    tick: float | None
    pass_x: float | None

    @property
    def hatch(self) -> str:
        """Path of the hatching that stands for insufficient data."""
        return "".join(f"M{x} 3l6 -6" for x in range(0, self.width - 5, 8))


def geometry(
    score: float | None,
    band: list[float] | tuple[float, ...] | None,
    pass_mark: float | None,
    width: int = 150,
    height: int = 18,
) -> Bar:
    """Places a score of 0–100 on a track ``width`` units long; values outside are held at the ends."""

    def at(value: float) -> float:
        return round(min(100.0, max(0.0, value)) * width / 100, 1)

    drawn = None
    if score is not None and band:
        low, high = at(band[0]), at(band[1])
        drawn = (low, round(max(3.0, high - low), 1))
    return Bar(
        width=width,
        height=height,
        middle=height / 2,
        value=None if score is None else at(score),
        band=drawn,
        tick=None if score is None else round(min(width - 3.0, max(0.0, at(score) - 1.5)), 1),
        pass_x=None if pass_mark is None else at(pass_mark),
    )


def words(score: float | None, band: list[float] | tuple[float, ...] | None, pass_mark: float | None) -> str:
    """The same bar as a sentence for a screen reader."""
    if score is None:
        return _("Not enough data")
    parts = [_("Score %(score)s") % {"score": f"{score:g}"}]
    if band:
        parts.append(_("95%% band %(low)s to %(high)s") % {"low": f"{band[0]:g}", "high": f"{band[1]:g}"})
    if pass_mark is not None:
        parts.append(_("pass mark %(mark)s") % {"mark": f"{pass_mark:g}"})
    return ", ".join(parts)
