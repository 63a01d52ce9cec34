"""Agreement as the console draws it: point and interval per competency, machine against people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bole.foundation.ui.formats import say
from bole.hiring.calibration.queries import JobAgreement
from bole.hiring.calibration.rules import Agreement
from bole.measurement.reliability import Estimate

WIDTH, LOW = 300.0, -0.2  # SVG units; where the axis of coefficients begins
TICKS = (0.0, 0.5, 0.75, 0.9, 1.0)
SIDE = 220.0  # the scatter
Labels = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Line:
    """One competency: words, and its point and interval on the axis."""

    label: str
    n: int
    state: str
    icc: str
    kappa: str
    difference: str
    reading: str
    at: float | None
    low: float
    width: float


@dataclass(frozen=True, slots=True)
class Dot:
    """So many people at one place of the scatter."""

    x: float
    y: float
    r: float
    count: int


@dataclass(frozen=True, slots=True)
class Job:
    """One job of the page."""

    title: str
    reports: int
    lines: list[Line]
    dots: list[Dot]
    ticks: list[tuple[float, str]]


def job(found: JobAgreement, titles: Labels, labels: Labels) -> Job:
    """With names in the reader's language."""
    lines = [_line(say(labels.get(key, {})) or key, one) for key, one in found.rows]
    return Job(
        title=say(titles.get(found.job_key, {})) or found.job_key,
        reports=found.reports,
        lines=lines,
        dots=_dots(found.pairs),
        ticks=[(_x(value), f"{value:g}") for value in TICKS],
    )


def _line(label: str, one: Agreement) -> Line:
    low, high = one.icc.low, one.icc.high
    ends = (_x(low), _x(high)) if low is not None and high is not None else (0.0, 0.0)
    return Line(
        label=label,
        n=one.n,
        state=one.state,
        icc=_words(one.icc),
        kappa=_words(one.kappa),
        difference="" if one.difference is None else f"{one.difference:+.1f}",
        reading=_readings().get(one.reading, ""),
        at=None if one.icc.value is None else _x(one.icc.value),
        low=ends[0],
        width=round(ends[1] - ends[0], 1),
    )


def _words(found: Estimate) -> str:
    if found.value is None:
        return _reasons().get(found.reason, _("not to be computed"))
    if found.low is None or found.high is None:
        return f"{found.value:.2f}"
    return f"{found.value:.2f} [{found.low:.2f}, {found.high:.2f}]"


def _x(value: float) -> float:
    held = min(1.0, max(LOW, value))
    return round(WIDTH * (held - LOW) / (1 - LOW), 1)


def _dots(pairs: Sequence[tuple[str, float, float]]) -> list[Dot]:
    """Machine across, people upwards, in steps of five points."""
    counted = Counter((5 * round(m / 5), 5 * round(p / 5)) for _, m, p in pairs)
    return [
        Dot(round(SIDE * m / 100, 1), round(SIDE - SIDE * p / 100, 1), round(3 + 1.6 * (n - 1) ** 0.5, 1), n)
        for (m, p), n in sorted(counted.items())
    ]


def _readings() -> dict[str, str]:
    return {
        "poor": _("poor at worst"),
        "moderate": _("moderate at worst"),
        "good": _("good at worst"),
        "excellent": _("excellent at worst"),
    }


def _reasons() -> dict[str, str]:
    return {
        "too_few_people": _("too few"),
        "no_variance": _("all alike"),
        "one_category": _("all on one level"),
    }
