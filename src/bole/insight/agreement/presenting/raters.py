"""One rater's habits, and everybody's severity."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from bole.foundation.ui.figures import Chart
from bole.insight.agreement.people import LEAST, Rater
from bole.insight.agreement.presenting.wording import series, told
from bole.insight.agreement.words import HINTS
from bole.kernel import periods
from bole.measurement.reliability import Estimate


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of a rater: name, value with interval, and what it would be without any habit."""

    name: str
    value: str
    meaning: str


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
        labels=[periods.written(month) for month, _one in months],
        series=[series(_("points"), points, 1)],
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
        series=[series(_("points"), [found[user] for user in order], 1)],
        head=_("Rater"),
        decimals=1,
        n=[found[user].n for user in order],
        marks=(0.0,),
    )
