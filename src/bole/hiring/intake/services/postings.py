"""Campaigns and postings."""

import secrets
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.hiring.intake import policies, rules
from bole.hiring.intake.models import Campaign, Posting
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is mistaken for something else on a poster
TOKEN = 10


@transaction.atomic
def open_campaign(
    *, unit_id: UUID, kind: str, title: str, starts_on: date, ends_on: date | None, now: datetime
) -> Campaign:
    """A drive of one unit with its dates; InvalidError names what is wrong."""
    permissions.require(actors.current(), policies.POST, unit_id)
    problems = {}
    if kind not in rules.KINDS:
        problems["kind"] = "unknown"
    if not title.strip() or len(title) > 80:
        problems["title"] = "required" if not title.strip() else "too_long"
    if ends_on and ends_on < starts_on:
        problems["ends_on"] = "before_start"
    if problems:
        raise InvalidError("the campaign cannot be opened", fields=problems)
    made = Campaign.objects.create(
        unit_id=unit_id, kind=kind, title=title.strip(), starts_on=starts_on, ends_on=ends_on, created_at=now
    )
    audit.record(verb="hiring.intake.campaign.opened", obj=("campaign", made.pk), unit_id=unit_id)
    return made


@transaction.atomic
def publish(
    *,
    requisition_id: UUID,
    channel: str,
    opens_at: datetime,
    closes_at: datetime | None = None,
    campaign_id: UUID | None = None,
    about: str = "",
    now: datetime,
) -> Posting:
    """Put an opening on a public page of its own. One opening may have several: one per channel."""
    requisition = requisitions.get(requisition_id)
    permissions.require(actors.current(), policies.POST, requisition.unit_id)
    if requisition.state != "open":
        raise ConflictError("the opening is closed", code="requisition_closed")
    _check(channel, opens_at, closes_at, about)
    campaign = _campaign(campaign_id, requisition.unit_id) if campaign_id else None
    made = Posting.objects.create(
        unit_id=requisition.unit_id,
        requisition=requisition,
        campaign=campaign,
        channel=channel,
        token="".join(secrets.choice(ALPHABET) for _ in range(TOKEN)),
        about=about.strip(),
        opens_at=opens_at,
        closes_at=closes_at,
        created_at=now,
    )
    _record(made, "published", {"channel": channel})
    return made


@transaction.atomic
def end_posting(*, posting_id: UUID, now: datetime) -> Posting:
    """No further applications through this page; twice is harmless."""
    row = Posting.objects.select_for_update().filter(pk=posting_id).first()
    if row is None:
        raise NotFoundError("no such posting")
    permissions.require(actors.current(), policies.POST, row.unit_id)
    if row.ended_at is None:
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        _record(row, "ended", {})
    return row


def _campaign(campaign_id: UUID, unit_id: UUID) -> Campaign:
    found = Campaign.objects.filter(pk=campaign_id, unit_id=unit_id).first()
    if found is None:
        raise NotFoundError("no such campaign of this unit")
    return found


def _check(channel: str, opens_at: datetime, closes_at: datetime | None, about: str) -> None:
    problems = {}
    if channel not in rules.CHANNELS:
        problems["channel"] = "unknown"
    if closes_at and closes_at <= opens_at:
        problems["closes_at"] = "before_start"
    if len(about) > 4000:
        problems["about"] = "too_long"
    if problems:
        raise InvalidError("the posting cannot be published", fields=problems)


def _record(row: Posting, what: str, details: dict[str, object]) -> None:
    audit.record(
        verb=f"hiring.intake.posting.{what}", obj=("posting", row.pk), unit_id=row.unit_id, details=details
    )
