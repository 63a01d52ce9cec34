"""A trained rater's card as the page shows it: both figures side by side, and what stands against it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

WIDTH = 300.0


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of one rater on a shared axis of 0–1."""

    label: str
    words: str
    at: float
    low: float
    width: float
    learnt: bool


def lines(figures: dict[str, Any]) -> list[Line]:
    """Distance from people's marks and r, the rules above the trained one."""
    found = []
    for key, name in (("error", _("Distance from people's marks")), ("r", _("Correlation with people"))):
        for whose, who in (("rules", _("rules")), ("trained", _("trained"))):
            value, ends = figures[whose][key], figures[whose][f"{key}_interval"]
            if value is None:
                continue
            low, high = ends or (value, value)
            words = f"{value:.3f} [{low:.3f}, {high:.3f}]" if ends else f"{value:.3f}"
            place = _x(low)
            label = _("%(what)s, %(who)s") % {"what": name, "who": who}
            found.append(Line(label, words, _x(value), place, round(_x(high) - place, 1), whose == "trained"))
    return found


def _x(value: float) -> float:
    return round(WIDTH * min(1.0, max(0.0, value)), 1)


def gain(found: dict[str, Any]) -> str:
    """A paired difference with its interval."""
    if found["value"] is None:
        return "–"
    ends = found["interval"]
    return f"{found['value']:+.3f} [{ends[0]:+.3f}, {ends[1]:+.3f}]" if ends else f"{found['value']:+.3f}"


def reasons(codes: list[str]) -> list[str]:
    """In words."""
    known = {
        "not_beyond_chance": _("On answers kept back it is not better than the rules by more than chance."),
        "order_worse": _("It is nearer to people's marks, but puts the answers in a worse order."),
        "error_worse": _("It orders the answers better, but is farther from people's marks."),
        "erased": _("Somebody it learnt from was erased, so its weights are gone. Train it again."),
        "other_rubric": _("The question's rubric has changed since. Train it again."),
    }
    return [str(known.get(code, code)) for code in codes]
