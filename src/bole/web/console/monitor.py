"""The monitor as its page prints it: figures with their words, and the list that adds up to each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline.rules import CLOSED
from bole.insight.funnel.branches import MEASURES, rate_of
from bole.insight.funnel.cohort import Counts
from bole.insight.funnel.queries import Monitor, Scope
from bole.web.console.board import days
from bole.web.console.monitor_lines import (
    cell,
    gates,
    in_days,
    job_line,
    short,
    spread_of,
    stage_line,
    whole_cell,
)
from bole.web.console.monitor_shapes import BranchLine, Cell, Figure, Gate, JobLine, StageLine
from bole.web.console.monitor_words import BEFORE, FINISHED


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
        value, unit = short(top.median_seconds)
        late, late_unit = short(top.p90_seconds or top.median_seconds)
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
        spread = {key: spread_of(self.found.branches, key) for key in MEASURES}
        return [
            BranchLine(
                name=row.name,
                n=row.counts.applied,
                cells=[cell(row, key, spread[key]) for key in MEASURES],
                url=self.list(unit=str(row.unit_id), **self._received()),
            )
            for row in self.found.branches
        ]

    def whole(self) -> list[Cell]:
        """All branches together, which the rows add up to."""
        every = sum((row.counts for row in self.found.branches), Counts())
        return [whole_cell(rate_of(every, *MEASURES[key])) for key in MEASURES]

    def jobs(self, targets: Mapping[str, Sequence[Any]]) -> list[JobLine]:
        """Jobs with their rates, and time to hire against its target."""
        return [job_line(row, targets.get(row.key, ())) for row in self.found.jobs]

    def stages(self) -> list[StageLine]:
        """Stages in the order of their processes, median and p90 beside the service level."""
        known = self._known()
        return [stage_line(known[key], self.found.stages[key]) for key in self.order()]

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
        return in_days(self.found.hire) if self.found.hire else ""

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
