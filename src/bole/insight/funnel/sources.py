"""Where applications came from: campaigns and channels side by side, out of the same cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bole.insight.funnel.cohort import Cell, Counts, added

# name → (numerator, denominator) among the counts of the cohort
MEASURES: Mapping[str, tuple[str, str]] = {
    "interviewed": ("finished", "applied"),
    "passed": ("passed_of_finished", "finished"),
    "offered": ("offered", "applied"),
}


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One campaign (``key``: its id) or channel. Empty ``key``: without a posting, so entered by HR or come
    another way; of campaigns also what came through a posting that belongs to none."""

    key: str
    counts: Counts
    title: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """Both ways of looking at it. The rows of each add up to the whole."""

    campaigns: list[SourceRow]
    channels: list[SourceRow]


def sources(cells: Sequence[Cell], postings: Mapping[UUID, Any]) -> Sources:
    """Rows with applications, most of them first. ``postings``: those the reader may see, by id."""
    campaigns = {p.campaign_id: p.campaign for p in postings.values() if p.campaign_id}
    by_campaign = added(cells, lambda cell: campaign_of(cell, postings) or "")
    by_channel = added(cells, lambda cell: channel_of(cell, postings))
    named = [
        SourceRow(str(key), counts, campaigns[key].title, campaigns[key].kind)
        if key
        else SourceRow("", counts)
        for key, counts in by_campaign.items()
    ]
    return Sources(_most(named), _most([SourceRow(*one) for one in by_channel.items()]))


def channel_of(cell: Cell, postings: Mapping[UUID, Any]) -> str:
    """The channel a cell's applications came through; empty without a posting."""
    posting = postings.get(cell.posting_id) if cell.posting_id else None
    return str(posting.channel) if posting else ""


def campaign_of(cell: Cell, postings: Mapping[UUID, Any]) -> UUID | None:
    """The campaign a cell's applications came through."""
    posting = postings.get(cell.posting_id) if cell.posting_id else None
    found: UUID | None = posting.campaign_id if posting else None
    return found


def _most(rows: list[SourceRow]) -> list[SourceRow]:
    return sorted(rows, key=lambda row: (not row.key, -row.counts.applied, row.title, row.key))
