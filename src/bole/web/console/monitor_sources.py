"""Campaigns and channels of the monitor: a funnel for each campaign, and both side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from bole.hiring.intake import queries as intake
from bole.insight.funnel.branches import rate_of
from bole.insight.funnel.sources import MEASURES, SourceRow
from bole.web.console.monitor import Page
from bole.web.console.monitor_lines import gates
from bole.web.console.monitor_shapes import Gate

MOST_FUNNELS = 4


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One row: who applied, and each rate in words ("" for nobody) with its counts."""

    name: str
    note: str
    n: int
    rates: list[tuple[str, str]]
    url: str


@dataclass(frozen=True, slots=True)
class CampaignFunnel:
    """One campaign's own funnel."""

    name: str
    gates: list[Gate]
    url: str


def campaigns(page: Page) -> list[SourceLine]:
    """Every campaign people came through, and whoever came through none."""
    return [
        _line(row, row.title or _("Without a campaign"), _kind(row), _address(page, row))
        for row in page.found.sources.campaigns
    ]


def channels(page: Page) -> list[SourceLine]:
    """Every channel; without a posting: entered by HR, or another way."""
    return [
        _line(row, intake.channel_name(row.key) if row.key else _("Entered by HR / other"), "", "")
        for row in page.found.sources.channels
    ]


def funnels(page: Page) -> list[CampaignFunnel]:
    """The funnels of the campaigns most people came through, beside each other from two on."""
    rows = [row for row in page.found.sources.campaigns if row.key][:MOST_FUNNELS]
    if len(rows) < 2:
        return []
    return [CampaignFunnel(row.title, gates(row.counts), _address(page, row)) for row in rows]


def measures() -> Sequence[str]:
    """The heads of the columns, in the order of the rates."""
    return [_("Interviewed, of applied"), _("Passed, of interviewed"), _("Offers, of applied")]


def _kind(row: SourceRow) -> str:
    return intake.kind_name(row.kind) if row.kind else ""


def _line(row: SourceRow, name: str, note: str, url: str) -> SourceLine:
    rates = [rate_of(row.counts, *pair) for pair in MEASURES.values()]
    told = [(rate.percent or _("under 30"), f"{rate.hits}/{rate.n}") for rate in rates]
    return SourceLine(name, note, row.counts.applied, told, url)


def _address(page: Page, row: SourceRow) -> str:
    """The monitor of one campaign; nothing for who came through none."""
    if not row.key:
        return ""
    scope = {"unit": page.scope.unit_id, "kind": page.scope.job_key, "campaign": row.key}
    asked = {**scope, "period": page.found.period.key}
    return f"{reverse('console:monitor')}?{urlencode({k: str(v) for k, v in asked.items() if v})}"
