"""Figures of the funnel as lines of the monitor's tables, in words."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bole.foundation.ui.formats import say
from bole.insight.funnel.branches import MEASURES, BranchRow, rate_of
from bole.insight.funnel.cohort import Counts
from bole.insight.funnel.queries import JobRow
from bole.insight.funnel.rates import Rate
from bole.insight.funnel.timings import Timing
from bole.web.console.board import days
from bole.web.console.monitor_shapes import Cell, Gate, JobLine, StageLine
from bole.web.console.monitor_words import GATES, HIRE, STEPS
from bole.web.console.monitor_words import MEASURES as WORDS

HEATS = 5
TIME_TO_HIRE = "time_to_hire"


def gates(counts: Counts) -> list[Gate]:
    """A funnel, gate by gate."""
    most = max(counts.applied, 1)
    lines, before = [], ""
    for key, label in GATES:
        n = getattr(counts, key)
        rate = Rate(getattr(counts, STEPS[key]), getattr(counts, before)) if before else None
        share = rate.percent if rate and rate.n else ""
        lines.append(Gate(str(label), n, round(1000 * n / most), share))
        before = key
    return lines


def definitions() -> list[tuple[str, str]]:
    """Name and definition of every rate, for the foot of the tables."""
    return [(str(name), str(meaning)) for name, meaning in WORDS.values()]


def short(seconds: float) -> tuple[str, str]:
    """A stretch of time as a number and its unit."""
    if seconds < 120:
        return str(round(seconds)), _("s")
    if seconds < 7200:
        return str(round(seconds / 60)), _("min")
    return f"{seconds / 3600:.1f}", _("h")


def in_days(timing: Timing) -> str:
    """The median in days."""
    return _("%(n)s days") % {"n": f"{timing.median / timedelta(days=1):.1f}"}


def spread_of(rows: Sequence[BranchRow], key: str) -> tuple[float, float]:
    """Lowest and highest shown rate of a measure, for the heat."""
    shown = [one.shrunk or 0.0 for row in rows if (one := row.measures[key]).rate.shown]
    return (min(shown), max(shown)) if shown else (0.0, 0.0)


def cell(row: BranchRow, key: str, spread: tuple[float, float]) -> Cell:
    """One branch's rate."""
    measured = row.measures[key]
    rate, value = measured.rate, measured.shrunk if measured.shrunk is not None else measured.rate.share
    if not rate.shown:
        return Cell(_("under 30"), f"{rate.hits}/{rate.n}", 0, "")
    low, high = spread
    place = (value - low) / (high - low) if high > low else 0.5
    own = _("own rate %(rate)s") % {"rate": rate.percent}
    return Cell(f"{100 * value:.0f}%", f"{rate.hits}/{rate.n}", 1 + min(HEATS - 1, int(place * HEATS)), own)


def whole_cell(rate: Rate) -> Cell:
    """The rate of all branches together."""
    return Cell(rate.percent or _("under 30"), f"{rate.hits}/{rate.n}", 0, "")


def job_line(row: JobRow, targets: Sequence[Any]) -> JobLine:
    """One job, with its target where the portrait has one."""
    goal = next((one for one in targets if one.key == TIME_TO_HIRE), None)
    actual = Decimal(row.hire.median / timedelta(days=1)) if row.hire else None
    gap = actual - goal.goal if goal is not None and actual is not None else None
    return JobLine(
        title=say(dict(row.title)),
        n=row.counts.applied,
        rates=[_rate_words(row.counts, key) for key in ("passed", "advanced")],
        actual=_("%(n)s days") % {"n": f"{actual:.1f}"} if actual is not None else "–",
        target=_("%(start)s → %(goal)s %(unit)s")
        % {"start": f"{goal.start:f}", "goal": f"{goal.goal:f}", "unit": say(dict(goal.unit))}
        if goal
        else "–",
        gap=f"{gap:+.1f}" if gap is not None else "–",
        met=gap is not None and gap <= 0,
        hired=row.hire.n if row.hire else 0,
        definition=say(dict(goal.definition)) if goal else str(HIRE),
    )


def _rate_words(counts: Counts, key: str) -> tuple[str, str]:
    rate = rate_of(counts, *MEASURES[key])
    low, high = rate.interval
    told = f"{rate.percent} ({100 * low:.0f}–{100 * high:.0f}%)" if rate.shown else _("under 30")
    return told, f"{rate.hits}/{rate.n}"


def stage_line(stage: Any, timing: Timing) -> StageLine:
    """One stage beside its service level."""
    level = stage.service_level
    return StageLine(
        label=say(stage.label),
        median=days(timing.median.total_seconds()),
        p90=days(timing.p90.total_seconds()) if timing.p90 else "–",
        limit=days(level.total_seconds()) if level else "–",
        n=timing.n,
        slow=bool(level and timing.p90 and timing.p90 > level),
    )
