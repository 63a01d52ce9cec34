"""How far interviewers agree with each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from django.utils.translation import gettext as _

from bole.foundation.ui.figures import Chart, Series
from bole.insight.agreement.people import Job, Line
from bole.insight.agreement.presenting.wording import Labels, name_of, series, three, told
from bole.insight.agreement.queries import OnePanel
from bole.insight.agreement.words import READINGS
from bole.measurement.reliability import Estimate

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
                series(f"ICC({found.forms[0]})", [one.single for one in shown]),
                series(_("weighted kappa"), [one.kappa for one in shown]),
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


def job_rows(found: Sequence[Job], titles: Labels, labels: Labels) -> list[list[object]]:
    """The file of agreement."""
    return [
        [name_of(one.job_key, titles), name_of(line.competency, labels), line.n, *three(line.single),
         one.forms[0], *three(line.mean), one.forms[1], *three(line.kappa)]
        for one in found
        for line in one.lines
    ]  # fmt: skip


def _least(found: Sequence[Estimate]) -> float:
    lowest = min((one.low for one in found if one.low is not None), default=0.0)
    return max(-1.0, floor(10 * min(0.0, lowest)) / 10)
