"""Campaigns and channels of a bank whose every application is known."""

from datetime import timedelta
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.hiring.conftest import NOW, Cast
from bole.hiring.intake.models import Campaign, Posting, Submission
from bole.hiring.pipeline.models import Application
from bole.insight.funnel.cohort import Counts
from bole.insight.funnel.tests.test_monitor import Planted, bank_of_figures, seen
from bole.kernel.ids import new_id

__all__ = ["bank_of_figures"]
pytestmark = pytest.mark.django_db


def posted(cast: Cast, title: str, channel: str) -> Posting:
    campaign = None
    if title:
        campaign = Campaign.objects.create(
            unit=cast.bank.east, kind="campus", title=title, starts_on=NOW.date(), created_at=NOW
        )
    return Posting.objects.create(
        unit=cast.bank.east,
        requisition_id=cast.requisition_id,
        campaign=campaign,
        channel=channel,
        token=new_id().hex[-16:],
        opens_at=NOW - timedelta(days=9),
        created_at=NOW - timedelta(days=9),
    )


def came(posting: Posting, ones: list[Application], hours: int = 1) -> None:
    """Submissions of these applications, sent so many hours ago."""
    Submission.objects.bulk_create(
        Submission(
            unit=posting.unit,
            posting=posting,
            candidate_id=one.candidate_id,
            application_id=one.pk,
            number=f"A-{new_id().hex[-12:]}",
            key_hash=new_id().hex,
            name="人",
            wording_version=1,
            consented_at=NOW,
            state="sent",
            started_at=NOW,
            sent_at=NOW - timedelta(hours=hours),
        )
        for one in ones
    )


@pytest.fixture
def sourced(bank_of_figures: tuple[Cast, Planted]) -> tuple[Cast, Posting, Posting]:
    """East's forty: ten through a campus fair, twenty through a site of another campaign, five through a
    site of none; one of the fair's applied again through the site."""
    cast, planted = bank_of_figures
    with system_scope("test"):
        fair, site, plain = (posted(cast, *one) for one in (("春招", "fair"), ("社招", "site"), ("", "site")))
        east = planted.rows[Application][:40]
        came(fair, east[:10], 5)
        came(site, [east[0], *east[10:30]], 3)
        came(plain, east[30:35])
    return cast, fair, site


def added_up(rows: list[Any]) -> Counts:
    return sum((row.counts for row in rows), Counts())


def test_two_campaigns_of_one_job_and_their_channels_add_up(sourced: tuple[Cast, Posting, Posting]) -> None:
    cast, _fair, _site = sourced
    found = seen(cast, "chief")
    campaigns, channels = found.sources.campaigns, found.sources.channels
    assert added_up(campaigns) == added_up(channels) == found.cohort
    # the first twelve moved on, the first twenty-four passed, the first four were offered something
    assert [(r.title, r.counts.applied, r.counts.passed, r.counts.offered) for r in campaigns] == [
        ("社招", 20, 14, 0),
        ("春招", 10, 10, 4),
        ("", 23, 11, 0),
    ]
    assert [(r.key, r.counts.applied, r.counts.finished) for r in channels] == [
        ("site", 25, 25),
        ("fair", 10, 10),
        ("", 18, 16),
    ]


def test_one_campaign_narrows_every_figure(sourced: tuple[Cast, Posting, Posting]) -> None:
    cast, fair, site = sourced
    found = seen(cast, "chief", campaign_id=fair.campaign_id)
    assert (found.cohort.applied, found.headline.finished, found.headline.passed.hits) == (10, 10, 10)
    assert found.stages["ai_interview"].n == 10
    assert [row.key for row in found.sources.channels] == ["fair"]
    assert {one.title for one in found.campaigns} == {"春招", "社招"}
    # another branch sees neither the campaign nor what came through it
    west = seen(cast, "west_hr", campaign_id=site.campaign_id)
    assert (west.campaigns, west.cohort.applied, [r.key for r in west.sources.channels]) == ([], 10, [""])
