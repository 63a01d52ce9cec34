"""Agreement as its pages print it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from bole.foundation.ui.figures import Chart, Number, Series
from bole.foundation.ui.formats import say
from bole.insight.agreement.machine import Consistency, Gap, Gate
from bole.insight.agreement.people import LEAST, SURE, Job, Line, Rater
from bole.insight.agreement.queries import OnePanel
from bole.insight.agreement.words import BASES, HINTS, READINGS, REASONS
from bole.measurement.reliability import Estimate

Labels = Mapping[str, Mapping[str, str]]
GUIDE = (0.5, 0.75, 0.9)  # Koo & Li 2016


@dataclass(frozen=True, slots=True)
class JobCard:
    """One job: a chart of its competencies, and the table."""

    title: str
    panels: int
    raters: int
    forms: tuple[str, str]
    chart: Chart
    lines: list[tuple[str, Line, str, str, str, str]]


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of a rater: name, value with interval, and what it would be without any habit."""

    name: str
    value: str
    meaning: str


@dataclass(frozen=True, slots=True)
class MachineCard:
    """One job, machine against panel."""

    key: str
    title: str
    found: Consistency
    rates: Chart
    gaps: Chart
    rows: list[tuple[str, Gap, str, str, str, str, str]]
    machine: str
    panel: str
    difference: str
    basis: str
    causes: list[str]
    cause_keys: str
    kappa: str
    mcnemar: str


def told(found: Estimate, decimals: int = 2) -> str:
    """A value with its interval, or why there is none. Below thirty people pages set it smaller."""
    if found.value is None:
        return str(REASONS.get(found.reason, _("not to be computed")))
    if found.low is None or found.high is None:
        return f"{found.value:.{decimals}f}"
    return f"{found.value:.{decimals}f} [{found.low:.{decimals}f}, {found.high:.{decimals}f}]"


def job(found: Job, titles: Labels, labels: Labels) -> JobCard:
    """With names in the reader's language."""
    lines = [
        (
            name_of(one.competency, labels),
            one,
            told(one.single),
            told(one.mean),
            told(one.kappa),
            str(READINGS.get(one.reading, "")),
        )
        for one in found.lines
    ]
    shown = [one for one in found.lines if one.state != "too_few"]
    return JobCard(
        title=name_of(found.job_key, titles),
        panels=found.panels,
        raters=found.raters,
        forms=found.forms,
        chart=Chart(
            kind="points",
            about=_("Agreement of two interviewers by competency, with 95 % intervals"),
            labels=[name_of(one.competency, labels) for one in shown],
            series=[
                _series(f"ICC({found.forms[0]})", [one.single for one in shown]),
                _series(_("weighted kappa"), [one.kappa for one in shown]),
            ],
            head=_("Competency"),
            decimals=2,
            least=_least([one.single for one in shown] + [one.kappa for one in shown]),
            most=1,
            n=[one.n for one in shown],
            marks=GUIDE,
        ),
        lines=lines,
    )


def panel(found: OnePanel, labels: Labels) -> Chart:
    """Every member's levels, competency by competency."""
    asked = sorted({key for card in found.levels.values() for key in card})
    users = sorted(found.levels, key=lambda user: (found.names.get(user, ""), str(user)))
    return Chart(
        kind="points",
        about=_("Levels 1 to 5 of every member of the panel, competency by competency"),
        labels=[name_of(key, labels) for key in asked],
        series=[
            Series(found.names.get(user, "–"), [found.levels[user].get(key) for key in asked])
            for user in users
        ],
        head=_("Competency"),
        least=1,
        most=5,
    )


def facts(found: Rater) -> list[Fact]:
    """The figures of one rater."""
    habits = found.habits
    return [
        Fact(_("Severity, points"), told(found.severity, 1),
             _("Points above (+) or below (−) the mean of the raters linked through people rated together")),
        Fact(_("Spread"), told(habits.spread),
             _("Spread of the scores over that of the others on the same people; 1: like them")),
        Fact(_("Level 3"), told(habits.middle),
             _("Share of level 3 less that of the others; 0: like them")),
        Fact(_("Halo"), told(habits.halo),
             _("Mean correlation between two competencies less that of the others; 0: like them")),
        Fact(_("Agreement with the others"), told(found.agreement),
             _("ICC(2,1) of the mean per person and that of the others")),
        Fact(_("Weighted kappa"), told(habits.kappa),
             _("Levels, with each of the others, quadratic weights")),
        Fact(_("Drift, points per month"), told(found.drift.slope, 1),
             _("Slope of the severity over the months; 0: steady")),
    ]  # fmt: skip


def hints(found: Rater) -> list[tuple[str, str]]:
    """What is beyond chance and large enough to talk about."""
    return [(str(HINTS[key][0]), str(HINTS[key][1])) for key in found.hints]


def drift(found: Rater) -> Chart:
    """Severity by month; months with fewer than five people are left out, their intervals hide the others."""
    months = [(month, one) for month, one in found.drift.months if one.n >= LEAST]
    points = [one for _month, one in months]
    return Chart(
        kind="lines",
        about=_("Points above or below the mean of linked raters, month by month, with 95 % intervals"),
        labels=[f"{month // 12:04d}-{month % 12 + 1:02d}" for month, _one in months],
        series=[_series(_("points"), points, 1)],
        head=_("Month"),
        decimals=1,
        n=[one.n for one in points],
        marks=(0.0,),
    )


def everybody(found: Mapping[UUID, Estimate], names: Mapping[UUID, str]) -> Chart:
    """Severity of everybody, by name."""
    order = sorted(found, key=lambda user: (names.get(user, ""), str(user)))
    return Chart(
        kind="points",
        about=_("Severity of every rater, by name, with 95 % intervals"),
        labels=[names.get(user, "–") for user in order],
        series=[_series(_("points"), [found[user] for user in order], 1)],
        head=_("Rater"),
        decimals=1,
        n=[found[user].n for user in order],
        marks=(0.0,),
    )


def machine(found: Consistency, titles: Labels, labels: Labels) -> MachineCard:
    """With names in the reader's language."""
    gates = [
        (_("AI: pass mark reached, of reports with a total"), found.machine),
        (_("Panel: passed, of panels closed"), found.panel),
        (_("AI passed, of the same people"), found.table.machine),
        (_("Panel passed, of the same people"), found.table.panel),
    ]
    shown = [gap for gap in found.gaps if gap.state != "too_few"]
    return MachineCard(
        key=found.job_key,
        title=name_of(found.job_key, titles),
        found=found,
        rates=_rates(gates),
        gaps=_gaps(shown, labels),
        rows=[_gap(gap, labels) for gap in found.gaps],
        machine=_gate(found.table.machine if found.basis == "same_people" else found.machine),
        panel=_gate(found.table.panel if found.basis == "same_people" else found.panel),
        difference=_difference(found),
        basis=str(BASES[found.basis]),
        causes=[name_of(key, labels) for key in found.causes],
        cause_keys=" ".join(found.causes),
        kappa=told(found.kappa),
        mcnemar=_p(found.mcnemar),
    )


def job_rows(found: Sequence[Job], titles: Labels, labels: Labels) -> list[list[object]]:
    """The file of agreement."""
    return [
        [name_of(one.job_key, titles), name_of(line.competency, labels), line.n, *_three(line.single),
         one.forms[0], *_three(line.mean), one.forms[1], *_three(line.kappa)]
        for one in found
        for line in one.lines
    ]  # fmt: skip


def machine_rows(found: Sequence[Consistency], titles: Labels, labels: Labels) -> list[list[object]]:
    """The file of machine against panel."""
    return [
        [name_of(one.job_key, titles), one.machine.passed, one.machine.n, one.panel.passed, one.panel.n,
         name_of(gap.competency, labels), gap.n, *_three(gap.bias), *_three(gap.r), *_three(gap.icc),
         *_three(gap.people), "" if gap.weight is None else f"{gap.weight:.2f}"]
        for one in found
        for gap in one.gaps
    ]  # fmt: skip


def _rates(gates: Sequence[tuple[str, Gate]]) -> Chart:
    from bole.measurement.reliability import wilson

    ends = [wilson(gate.passed, gate.n) for _name, gate in gates]
    return Chart(
        kind="points",
        about=_("Pass rates at their gates, with 95 % intervals"),
        labels=[name for name, _gate in gates],
        series=[
            Series(
                _("pass rate"),
                [None if gate.share is None else round(100 * gate.share, 1) for _name, gate in gates],
                [round(100 * low, 1) for low, _high in ends],
                [round(100 * high, 1) for _low, high in ends],
            )
        ],
        head=_("Gate"),
        unit="%",
        least=0,
        most=100,
        n=[gate.n for _name, gate in gates],
    )


def _gaps(shown: Sequence[Gap], labels: Labels) -> Chart:
    return Chart(
        kind="points",
        about=_("Machine less panel by competency, points, with 95 % intervals"),
        labels=[name_of(gap.competency, labels) for gap in shown],
        series=[_series(_("machine less panel"), [gap.bias for gap in shown], 1)],
        head=_("Competency"),
        decimals=1,
        n=[gap.n for gap in shown],
        marks=(0.0,),
    )


def _gap(gap: Gap, labels: Labels) -> tuple[str, Gap, str, str, str, str, str]:
    weight = "–" if gap.weight is None else f"{gap.weight:.2f}"
    return (
        name_of(gap.competency, labels), gap, told(gap.bias, 1), told(gap.r), told(gap.icc), told(gap.people),
        weight,
    )  # fmt: skip


def _gate(gate: Gate) -> str:
    """Counts, and the rate from thirty people on."""
    counts = f"{gate.passed} / {gate.n}"
    return f"{100 * gate.passed / gate.n:.0f} % ({counts})" if gate.n >= SURE else counts


def _difference(found: Consistency) -> str:
    apart = found.difference
    if apart.value is None or apart.low is None or apart.high is None:
        return "–"
    return _("%(n)+.0f points [%(low)+.0f, %(high)+.0f], p %(p)s") % {
        "n": 100 * apart.value,
        "low": 100 * apart.low,
        "high": 100 * apart.high,
        "p": _p(found.p),
    }


def _p(value: float) -> str:
    return f"= {value:.3f}" if value >= 0.001 else "< .001"


def _series(name: str, found: Sequence[Estimate], decimals: int = 2) -> Series:
    def rounded(value: float | None) -> Number:
        return None if value is None else round(value, decimals)

    return Series(
        name,
        [rounded(one.value) for one in found],
        [rounded(one.low) for one in found],
        [rounded(one.high) for one in found],
    )


def _least(found: Sequence[Estimate]) -> float:
    lowest = min((one.low for one in found if one.low is not None), default=0.0)
    return max(-1.0, floor(10 * min(0.0, lowest)) / 10)


def _three(found: Estimate) -> list[object]:
    return ["" if value is None else f"{value:.3f}" for value in (found.value, found.low, found.high)]


def name_of(key: str, labels: Mapping[str, Any]) -> str:
    """The reader's word for a job or a competency, else its key."""
    return say(labels.get(key, {})) or key
