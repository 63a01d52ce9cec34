"""The page of figures: charts with their numbers beside them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from bole.foundation.ui.figures import Chart, Series
from bole.foundation.ui.formats import say
from bole.hiring.offers import library
from bole.hiring.offers.rules.figures import ENOUGH, Acceptance, Figures, Span

TARGET_HOURS = 4.0  # R82: from two days to four hours, a reference on the chart
BEFORE_HOURS = 48.0


def page(found: Figures, units: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Everything the template shows."""
    jobs = {key: say(one.title) for key, one in library.templates().items()}
    names = {zh: say(both) for zh, both in units.items()}
    return {
        "figures": found,
        "enough": ENOUGH,
        "tiles": _tiles(found),
        "times": _times(found),
        "by_job": _accepted(found.by_job, jobs, _("How many signed, by job")),
        "by_unit": _accepted(found.by_unit, names, _("How many signed, by branch")),
        "reasons": _reasons(found),
        "target": TARGET_HOURS,
        "before": BEFORE_HOURS,
    }


def hours(value: float | None) -> str:
    """«3.5 小时»; from two days on in days."""
    if value is None:
        return "–"
    if value >= 48:
        return _("%(n)s days") % {"n": f"{value / 24:.1f}"}
    return _("%(n)s hours") % {"n": f"{value:.1f}"}


def accepted(one: Acceptance) -> str:
    """A rate where it says something, else the count."""
    if one.rate is None:
        return f"{one.signed} / {one.decided}"
    return f"{one.rate:.0%}"


def _tiles(found: Figures) -> list[dict[str, str]]:
    def tile(label: str, value: str, note: str) -> dict[str, str]:
        return {"label": label, "value": value, "note": note}

    return [
        tile(_("decision to offer, median"), hours(found.to_offer.hours), _n(found.to_offer)),
        tile(_("offer to signature, median"), hours(found.to_signature.hours), _n(found.to_signature)),
        tile(_("decision to signature, median"), hours(found.whole.hours), _n(found.whole)),
        tile(
            _("signed, of those decided"),
            accepted(found.acceptance),
            _("%(signed)d of %(n)d; a rate from %(enough)d on")
            % {"signed": found.acceptance.signed, "n": found.acceptance.decided, "enough": ENOUGH},
        ),
    ]


def _n(one: Span) -> str:
    if one.slowest is None:
        return f"N = {one.n}"
    return _("N = %(n)d; nine of ten within %(time)s") % {"n": one.n, "time": hours(one.slowest)}


def _times(found: Figures) -> Chart:
    rows = [
        (_("Decision to offer"), found.to_offer),
        (_("Offer to signature"), found.to_signature),
        (_("Decision to signature"), found.whole),
    ]
    return Chart(
        kind="bars",
        about=_("Median hours of each step; the lines are the reference of 4 and of 48 hours"),
        labels=[name for name, _one in rows],
        series=[Series(_("hours"), [_rounded(one.hours) for _name, one in rows])],
        head=_("Step"),
        unit=" h",
        decimals=1,
        least=0,
        n=[one.n for _name, one in rows],
        marks=(TARGET_HOURS, BEFORE_HOURS),
    )


def _accepted(rows: Sequence[Acceptance], names: Mapping[str, str], about: str) -> Chart:
    """Counts, not rates: small groups stay counts, and the eye sees both parts."""
    shown = rows[:12]
    return Chart(
        kind="stack",
        about=about,
        labels=[names.get(one.name, one.name) for one in shown],
        series=[
            Series(_("signed"), [one.signed for one in shown]),
            Series(_("not signed"), [one.decided - one.signed for one in shown]),
        ],
        head=_("Group"),
        least=0,
        n=[one.decided for one in shown],
    )


def _reasons(found: Figures) -> Chart:
    names = library.reasons("decline")
    return Chart(
        kind="bars",
        about=_("Why candidates declined, in their own choice"),
        labels=[say(names[key]) if key in names else key for key, _count in found.reasons],
        series=[Series(_("candidates"), [count for _key, count in found.reasons])],
        head=_("Reason"),
        least=0,
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
