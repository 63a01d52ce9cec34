"""The numbers the charts draw: small JSON, made of the same rows as the tables beside them."""

from datetime import timedelta
from typing import Any

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from bole.foundation.ui.formats import is_chinese, say
from bole.insight.funnel.branches import MEASURES, rate_of
from bole.insight.funnel.queries import Monitor
from bole.web.console.monitor import Page

DAY = timedelta(days=1)


def charts(page: Page) -> dict[str, Any]:
    """Chart name → its data, for ``frontend/src/console/charts.ts``."""
    return {"finished": finished(page.found), "jobs": jobs(page.found), "stages": stages(page)}


def finished(found: Monitor) -> dict[str, Any]:
    """Bars by hour or day: finished, and of these the ones that reached the pass mark."""
    rows = found.headline.buckets
    return {
        "names": [_("finished"), _("pass mark reached")],
        "x": [_moment(row.at, by_hour=found.period.by_hour) for row in rows],
        "y": [[row.finished for row in rows], [row.passed for row in rows]],
        "about": _("Interviews finished by hour or day, and how many reached the pass mark"),
    }


def jobs(found: Monitor) -> dict[str, Any]:
    """Point and 95 % interval of each job with thirty people or more: moved on, of finished interviews."""
    rows = [(row, rate_of(row.counts, *MEASURES["advanced"])) for row in found.jobs]
    shown = [(row, rate) for row, rate in rows if rate.shown]
    return {
        "labels": [say(dict(row.title)) for row, _rate in shown],
        "points": [[round(100 * one, 1) for one in (rate.share, *rate.interval)] for _row, rate in shown],
        "n": [rate.n for _row, rate in shown],
        "about": _("Share of each job that moved on after the AI interview, with its 95 % interval"),
    }


def stages(page: Page) -> dict[str, Any]:
    """Median and p90 of each stage in days, beside its service level."""
    timings = [page.found.stages[key] for key in page.order()]
    return {
        "labels": [line.label for line in page.stages()],
        "median": [round(one.median / DAY, 2) for one in timings],
        "p90": [round(one.p90 / DAY, 2) if one.p90 else None for one in timings],
        "names": [_("median"), _("9 of 10")],
        "unit": _("days"),
        "about": _("How long each stage was held: median and the ninth of ten"),
    }


def _moment(at: Any, *, by_hour: bool) -> str:
    here = timezone.localtime(at)
    if by_hour:
        return f"{here.hour} 时" if is_chinese() else f"{here:%H}:00"
    return f"{here.month}/{here.day}" if is_chinese() else dateformat.format(here, "j M")
