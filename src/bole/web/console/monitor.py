"""The monitor as its page prints it: figures with their words, and the list that adds up to each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bole.foundation.ui.formats import say
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline.rules import CLOSED
from bole.insight.funnel.branches import MEASURES, BranchRow, rate_of
from bole.insight.funnel.cohort import Counts
from bole.insight.funnel.queries import JobRow, Monitor, Scope
from bole.insight.funnel.rates import Rate
from bole.insight.funnel.timings import Timing
from bole.web.console.board import days
from bole.web.console.monitor_words import BEFORE, FINISHED, GATES, HIRE, STEPS
from bole.web.console.monitor_words import MEASURES as WORDS

HEATS = 5
TIME_TO_HIRE = "time_to_hire"


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the five at the top; ``definition`` stands in the line below, ``url`` leads to the list."""

    label: str
    value: str
    unit: str
    definition: str
    url: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """One line of the funnel: count, width in 1000ths, share of the gate before."""

    label: str
    n: int
    width: int
    share: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One rate of the branch table: ``heat`` 1–5, or words instead of a rate for few people."""

    text: str
    counts: str
    heat: int
    own: str


@dataclass(frozen=True, slots=True)
class BranchLine:
    """One branch."""

    name: str
    n: int
    cells: list[Cell]
    url: str


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job: rates with interval and counts; target against actual where the portrait has one."""

    title: str
    n: int
    rates: list[tuple[str, str]]
    actual: str
    target: str
    gap: str
    met: bool
    hired: int
    definition: str


@dataclass(frozen=True, slots=True)
class StageLine:
    """How long one stage was held."""

    label: str
    median: str
    p90: str
    limit: str
    n: int
    slow: bool


class Page:
    """Everything the template asks for."""

    def __init__(self, found: Monitor, scope: Scope, now: datetime) -> None:
        self.found, self.scope, self.now = found, scope, now

    @property
    def empty(self) -> bool:
        """Nobody applied and nobody was interviewed."""
        return not (self.found.cohort.applied or self.found.headline.finished)

    def figures(self) -> list[Figure]:
        """The five at the top."""
        return [self._finished(), self._passed(), self._waiting(), self._reports(), self._limits()]

    def _finished(self) -> Figure:
        top, key = self.found.headline, self.found.period.key
        more = top.finished - top.finished_before
        definition = _("%(before)s %(n)s, %(more)s") % {
            "before": BEFORE[key],
            "n": top.finished_before,
            "more": _("as many")
            if not more
            else (_("%(n)s more than before") if more > 0 else _("%(n)s fewer")) % {"n": abs(more)},
        }
        return Figure(
            str(FINISHED[key]), str(top.finished), _("people"), definition, self.list(**self._done())
        )

    def _passed(self) -> Figure:
        rate = self.found.headline.passed
        unit = _("people")
        if rate.shown:
            unit += f" · {rate.percent}"
        definition = _("Total ≥ the opening's pass mark, of %(n)s with a total") % {"n": rate.n}
        if not rate.shown:
            definition += _("; fewer than 30, no rate")
        return Figure(
            _("Of these, pass mark reached"),
            str(rate.hits),
            unit,
            definition,
            self.list(passed="yes", **self._done()),
        )

    def _waiting(self) -> Figure:
        waits = self.found.waiting
        since = days((self.now - waits.oldest).total_seconds()) if waits.oldest else ""
        definition = _("the longest for %(time)s; nobody is rejected by a machine") % {"time": since}
        if not waits.oldest:
            definition = _("nobody is rejected by a machine")
        return Figure(
            _("Waiting for a decision"), str(waits.decisions), _("people"), definition, self.list(decide="on")
        )

    def _reports(self) -> Figure:
        top = self.found.headline
        if top.median_seconds is None:
            return Figure(_("From last answer to report"), "–", "", _("no report in the period"), "")
        value, unit = _short(top.median_seconds)
        late, late_unit = _short(top.p90_seconds or top.median_seconds)
        definition = _("9 of 10 within %(time)s") % {"time": f"{late} {late_unit}"}
        return Figure(_("From last answer to report"), value, unit + _(", median"), definition, "")

    def _limits(self) -> Figure:
        waits = self.found.waiting
        definition = ngettext("%(n)s is over its limit", "%(n)s are over their limit", waits.overdue) % {
            "n": waits.overdue
        }
        return Figure(
            _("Over the limit or near it"),
            str(waits.overdue + waits.soon),
            _("people"),
            definition if waits.overdue else _("limit of the stage within 24 hours"),
            self.list(late="on") if waits.overdue else self.list(soon="on"),
            "error" if waits.overdue else "",
        )

    def gates(self) -> list[Gate]:
        """The funnel of applications received in the followed period."""
        return gates(self.found.cohort)

    def branches(self) -> list[BranchLine]:
        """The branch table: shrunk rates, never for fewer than thirty."""
        spread = {key: _spread(self.found.branches, key) for key in MEASURES}
        return [
            BranchLine(
                name=row.name,
                n=row.counts.applied,
                cells=[_cell(row, key, spread[key]) for key in MEASURES],
                url=self.list(unit=str(row.unit_id), **self._received()),
            )
            for row in self.found.branches
        ]

    def whole(self) -> list[Cell]:
        """All branches together, which the rows add up to."""
        every = sum((row.counts for row in self.found.branches), Counts())
        return [_whole(rate_of(every, *MEASURES[key])) for key in MEASURES]

    def jobs(self, targets: Mapping[str, Sequence[Any]]) -> list[JobLine]:
        """Jobs with their rates, and time to hire against its target."""
        return [_job(row, targets.get(row.key, ())) for row in self.found.jobs]

    def stages(self) -> list[StageLine]:
        """Stages in the order of their processes, median and p90 beside the service level."""
        known = self._known()
        return [_stage(known[key], self.found.stages[key]) for key in self.order()]

    def order(self) -> list[str]:
        """The stages somebody left in the period, in the order of their processes."""
        return [key for key in self._known() if key in self.found.stages and key != CLOSED]

    def _known(self) -> dict[str, Any]:
        """Stages that were left, in the order of their processes."""
        placed = []
        for key, timing in self.found.stages.items():
            of, number = timing.process or ("", 0)
            stages = pipeline.version_of(of, number).stages
            placed += [(place, stage) for place, stage in enumerate(stages) if stage.key == key]
        return {stage.key: stage for _place, stage in sorted(placed, key=lambda one: (one[0], one[1].key))}

    def hire(self) -> str:
        """Time to hire over all jobs, in words."""
        return _days(self.found.hire) if self.found.hire else ""

    def list(self, **filters: str) -> str:
        """The address of the list that adds up to a figure."""
        scope = {
            "unit": str(self.scope.unit_id or ""),
            "kind": self.scope.job_key,
            "campaign": str(self.scope.campaign_id or ""),
        }
        kept = {key: value for key, value in {**scope, **filters}.items() if value}
        return f"{reverse('console:board-list')}?{urlencode(kept)}"

    def _done(self) -> dict[str, str]:
        period = self.found.period
        return {"done": period.first.isoformat(), "done_until": period.last.isoformat()}

    def _received(self) -> dict[str, str]:
        period = self.found.followed
        return {"since": period.first.isoformat(), "until": period.last.isoformat()}


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


def _short(seconds: float) -> tuple[str, str]:
    if seconds < 120:
        return str(round(seconds)), _("s")
    if seconds < 7200:
        return str(round(seconds / 60)), _("min")
    return f"{seconds / 3600:.1f}", _("h")


def _days(timing: Timing) -> str:
    return _("%(n)s days") % {"n": f"{timing.median / timedelta(days=1):.1f}"}


def _spread(rows: Sequence[BranchRow], key: str) -> tuple[float, float]:
    shown = [one.shrunk or 0.0 for row in rows if (one := row.measures[key]).rate.shown]
    return (min(shown), max(shown)) if shown else (0.0, 0.0)


def _cell(row: BranchRow, key: str, spread: tuple[float, float]) -> Cell:
    measured = row.measures[key]
    rate, value = measured.rate, measured.shrunk if measured.shrunk is not None else measured.rate.share
    if not rate.shown:
        return Cell(_("under 30"), f"{rate.hits}/{rate.n}", 0, "")
    low, high = spread
    place = (value - low) / (high - low) if high > low else 0.5
    own = _("own rate %(rate)s") % {"rate": rate.percent}
    return Cell(f"{100 * value:.0f}%", f"{rate.hits}/{rate.n}", 1 + min(HEATS - 1, int(place * HEATS)), own)


def _whole(rate: Rate) -> Cell:
    return Cell(rate.percent or _("under 30"), f"{rate.hits}/{rate.n}", 0, "")


def _job(row: JobRow, targets: Sequence[Any]) -> JobLine:
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


def _stage(stage: Any, timing: Timing) -> StageLine:
    level = stage.service_level
    return StageLine(
        label=say(stage.label),
        median=days(timing.median.total_seconds()),
        p90=days(timing.p90.total_seconds()) if timing.p90 else "–",
        limit=days(level.total_seconds()) if level else "–",
        n=timing.n,
        slow=bool(level and timing.p90 and timing.p90 > level),
    )
