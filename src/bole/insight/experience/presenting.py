"""Experience as its page prints it: rates with N, interval and the period before."""

from dataclasses import dataclass
from math import sqrt

from django.utils.translation import gettext as _

from bole.foundation.surveys.queries import POINTS, Spread
from bole.foundation.ui.figures import Chart, Number, Series
from bole.foundation.ui.formats import say
from bole.insight.experience.queries import Asked, Both, Branch, Experience
from bole.insight.experience.targets import targets
from bole.insight.experience.words import MEASURES, SATISFACTION
from bole.insight.funnel.rates import Rate
from bole.measurement.reliability.distributions import t_quantile


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the row at the top; ``value`` is empty where too few were counted."""

    label: str
    value: str
    counts: str
    before: str
    change: str
    definition: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One rate of the branch table."""

    value: str
    counts: str
    before: str


def figures(found: Experience) -> list[Figure]:
    """Satisfaction and every rate."""
    rates = [_figure(key, both) for key, both in found.whole.items()]
    return [_satisfaction(found.questions), *rates]


def rates(found: Experience) -> Chart:
    """All rates with their intervals, this period and the one before."""
    shown = list(found.whole.items())
    return Chart(
        kind="points",
        about=_("Rates of this period and the one before, with 95 % intervals"),
        labels=[str(MEASURES[key][0]) for key, _both in shown],
        series=[
            _series(_("This period"), [both.now for _key, both in shown]),
            _series(_("Before"), [both.before for _key, both in shown]),
        ],
        head=_("Rate"),
        unit="%",
        least=0,
        most=100,
        n=[both.now.n for _key, both in shown],
    )


def satisfaction(found: Experience) -> Chart:
    """Means of the scale questions with their intervals."""
    return Chart(
        kind="points",
        about=_("Means of the survey's scale questions, 1 to 5, this period and the one before"),
        labels=[say(dict(one.text)) for one in found.questions],
        series=[
            _means(_("This period"), [one.now for one in found.questions]),
            _means(_("Before"), [one.before for one in found.questions]),
        ],
        head=_("Question"),
        decimals=2,
        least=1,
        most=POINTS,
        n=[one.now.n if one.now.mean is not None else 0 for one in found.questions],
    )


def by_branch(found: Experience, measure: str) -> Chart:
    """One rate, branch by branch."""
    rows = [(one.name, one.measures[measure].now) for one in found.branches]
    rows = [(name, rate) for name, rate in rows if rate.shown]
    return Chart(
        kind="points",
        about=_("%(measure)s by branch, with 95 %% intervals") % {"measure": MEASURES[measure][0]},
        labels=[name for name, _rate in rows],
        series=[_series(str(MEASURES[measure][0]), [rate for _name, rate in rows])],
        head=_("Branch"),
        unit="%",
        least=0,
        most=100,
        n=[rate.n for _name, rate in rows],
    )


def branches(found: Experience) -> list[tuple[Branch, list[Cell]]]:
    """A line for each branch, by name."""
    return [(one, [_cell(one.measures[key]) for key in MEASURES]) for one in found.branches]


def heads() -> list[str]:
    """Of the file."""
    return [_("Branch"), _("Measure"), _("Hits"), "N", _("Rate"), _("Interval, low"), _("Interval, high"),
            _("Hits before"), _("N before"), _("Definition")]  # fmt: skip


def rows(found: Experience) -> list[list[object]]:
    """The file: every branch and rate; below thirty people counts without a rate."""
    told: list[list[object]] = []
    for branch in found.branches:
        for key, (name, definition) in MEASURES.items():
            both = branch.measures[key]
            low, high = both.now.interval
            figures = (
                [f"{100 * one:.1f}" for one in (both.now.share, low, high)] if both.now.shown else [""] * 3
            )
            counts = [both.now.hits, both.now.n]
            before = [both.before.hits, both.before.n]
            told.append([branch.name, str(name), *counts, *figures, *before, str(definition)])
    return told


def _figure(key: str, both: Both) -> Figure:
    return Figure(
        label=str(MEASURES[key][0]),
        value=both.now.percent,
        counts=f"{both.now.hits} / {both.now.n}",
        before=f"{both.before.percent or '–'} ({both.before.hits} / {both.before.n})",
        change=_change(both),
        definition=str(MEASURES[key][1]),
        targets=targets(key),
    )


def _change(both: Both) -> str:
    """Points of a hundred, with the interval; nothing where one of them shows no rate."""
    found = both.change
    if not (both.now.shown and both.before.shown) or found.value is None:
        return ""
    assert found.low is not None
    assert found.high is not None
    return _("%(n)+.1f points [%(low)+.1f, %(high)+.1f]") % {
        "n": 100 * found.value,
        "low": 100 * found.low,
        "high": 100 * found.high,
    }


def _satisfaction(questions: list[Asked]) -> Figure:
    """The survey most people answered, by its first question."""
    leading = max((one for one in questions if one.leading), key=lambda one: one.now.n, default=None)
    name, definition = SATISFACTION
    now = leading.now if leading else Spread(0, (), None, None)
    before = leading.before if leading else Spread(0, (), None, None)
    return Figure(
        label=str(name),
        value="" if now.mean is None else f"{now.mean:.2f}",
        counts=f"N {_n(now)}",
        before=f"{'–' if before.mean is None else f'{before.mean:.2f}'} (N {_n(before)})",
        change="",
        definition=f"{definition}: {say(dict(leading.text))}" if leading else str(definition),
        targets=targets("satisfaction"),
    )


def _n(spread: Spread) -> str:
    """How many answered, once five did."""
    return str(spread.n) if spread.mean is not None else _("fewer than 5")


def _series(name: str, rates: list[Rate]) -> Series:
    def shown(value: float, rate: Rate) -> Number:
        return round(100 * value, 1) if rate.shown else None

    return Series(
        name,
        [shown(rate.share, rate) for rate in rates],
        [shown(rate.interval[0], rate) for rate in rates],
        [shown(rate.interval[1], rate) for rate in rates],
    )


def _means(name: str, spreads: list[Spread]) -> Series:
    ends = [interval(one) for one in spreads]
    return Series(
        name,
        [None if one.mean is None else round(one.mean, 2) for one in spreads],
        [None if pair is None else pair[0] for pair in ends],
        [None if pair is None else pair[1] for pair in ends],
    )


def interval(spread: Spread) -> tuple[float, float] | None:
    """95 % interval of the mean of a scale, t(n−1), kept inside 1–5; None below five answers. All alike: the
    mean itself, because nothing is known of the spread."""
    if spread.mean is None:
        return None
    squares = sum(n * (place - spread.mean) ** 2 for place, n in enumerate(spread.counts, start=1))
    half = t_quantile(0.975, spread.n - 1) * sqrt(squares / (spread.n - 1) / spread.n)
    return round(max(1.0, spread.mean - half), 2), round(min(float(POINTS), spread.mean + half), 2)


def _cell(both: Both) -> Cell:
    return Cell(
        both.now.percent,
        f"{both.now.hits} / {both.now.n}",
        f"{both.before.percent or '–'} ({both.before.n})",
    )
