"""The monitor's page: figures lead to lists that add up to them, in scope, few queries, live."""

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from asgiref.sync import async_to_sync
from django.test import Client
from django.urls import reverse
from tests.support.rail import marks

from bole.cli.seed_bulk import seed_bulk
from bole.foundation.access.actors import acting_as, system_scope
from bole.foundation.access.models import User
from bole.foundation.access.queries import actor_for
from bole.foundation.events import live
from bole.foundation.workdays import bank_time
from bole.hiring.intake import services as intake
from bole.hiring.pipeline.models import Application
from bole.hiring.requisitions import queries as requisitions
from bole.hiring.requisitions.models import Requisition
from bole.insight.funnel.tests.test_sources import came
from bole.kernel.clock import utc_now
from bole.web.console.tests.test_queries import queries
from bole.web.console.views import TOPICS

pytestmark = pytest.mark.django_db
MONITOR = "/console/monitor/"
MOST = 15


def client_of(username: str) -> Client:
    from tests.support.bank import log_in

    client = Client()
    log_in(client, User.objects.get(username=username))
    return client


def figures(page: str) -> list[tuple[str, int]]:
    """Address and number of every figure that leads to a list."""
    found = re.findall(r'<a href="([^"]+)" class="kpi">.*?<b>(\d+)</b>', page, re.DOTALL)
    return [(unescape(url), int(number)) for url, number in found]


def test_the_page_of_a_bank(django_assert_max_num_queries: Any) -> None:
    """One set-up for all: few queries, every figure agrees with its list, branches see themselves."""
    now = utc_now()
    seed_bulk(160, now)
    with system_scope("test"):
        Requisition.objects.update(pass_mark=Decimal(60))
        late = list(Application.objects.order_by("pk").values_list("pk", flat=True)[:5])
        Application.objects.filter(pk__in=late).update(due_at=now - timedelta(hours=1))
    chief = client_of("heqian")
    asked = {
        path: queries(chief, path)
        for path in (
            MONITOR,
            f"{MONITOR}?period=month",
            "/console/board/",
            "/console/board/list/?sort=-score",
        )
    }
    assert {path: len(sql) for path, sql in asked.items() if len(sql) > MOST + marks()} == {}, asked

    for period in ("today", "week", "month"):
        shown = figures(chief.get(MONITOR, {"period": period}).content.decode())
        assert len(shown) >= 4
        for url, number in shown:
            listed = chief.get(url).content.decode()
            assert f'data-total="{number}"' in listed, (period, url)

    page = chief.get(MONITOR, {"period": "month"}).content.decode()
    assert "160" in page
    assert 'id="monitor-charts"' in page
    assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)\s*=|<script(?![^>]*(?:src=|application/json))", page)
    branch = client_of("qinlan").get(MONITOR, {"period": "month"}).content.decode()
    mine = Application.objects.none()
    with acting_as(actor_for(User.objects.get(username="qinlan"))):
        mine = Application.objects.filter(interviews__isnull=False)
        assert f"<b>{mine.count()}</b>" in branch
        assert mine.count() < 160
    sourced(chief, now)
    part = chief.get(MONITOR, headers={"HX-Request": "true"}).content.decode().strip()
    assert part.startswith('<div id="monitor"')
    assert client_of("zhoumingyuan").get(MONITOR).status_code == 403
    assert chief.get(MONITOR, {"period": "x", "unit": "y", "kind": "?"}).status_code == 200


def sourced(chief: Client, now: Any) -> None:
    """Channels add up to all who applied; a campaign's figures agree with their lists, in as few queries."""
    today = bank_time.today(now)
    with acting_as(actor_for(User.objects.get(username="heqian"))) as hr:
        opening = requisitions.open_for(hr).get(job_key="teller", unit__code="LJ")
        campaign = intake.open_campaign(
            unit_id=opening.unit_id,
            kind="campus",
            title="秋招",
            starts_on=today,
            ends_on=None,
            now=now,
        )
        posting = intake.publish(
            requisition_id=opening.pk, channel="fair", opens_at=now, campaign_id=campaign.pk, now=now
        )
    with system_scope("test"):
        mine = list(Application.objects.filter(requisition=opening).order_by("-created_at")[:20])
        came(posting, mine)
    page = chief.get(MONITOR, {"period": "quarter"}).content.decode()
    rows = re.findall(r'data-applied="(\d+)"', page.split('id="m-channels"')[1])
    whole = re.search(r'class="funnel-bar">.*?<b>(\d+)</b>', page, re.DOTALL)
    assert whole is not None
    assert len(rows) == 2
    assert sum(map(int, rows)) == int(whole[1])
    asked = {"period": "month", "campaign": str(campaign.pk)}
    shown = figures(chief.get(MONITOR, asked).content.decode())
    for url, number in shown:
        assert f"campaign={campaign.pk}" in url
        assert f'data-total="{number}"' in chief.get(url).content.decode(), url
    assert len(queries(chief, f"{MONITOR}?{urlencode(asked)}")) <= MOST + marks()


@pytest.mark.django_db(transaction=True)
def test_a_move_is_heard_by_the_monitor_of_its_branch_alone(cast: Any) -> None:
    """The stream that page and board listen to tells of the application, to whom it concerns."""
    mine, theirs = (live.for_actor(actor, TOPICS) for actor in (cast.hr, cast.west_hr))
    heard: list[live.Note] = []

    async def listen() -> None:
        from asgiref.sync import sync_to_async

        hub = live.hub()
        queue, other = hub.join(mine), hub.join(theirs)
        try:
            import asyncio

            await asyncio.wait_for(hub.listening.wait(), 20)
            await sync_to_async(advance)(cast)
            heard.append(await asyncio.wait_for(queue.get(), 20))
            assert other.empty()
        finally:
            hub.leave(queue)
            hub.leave(other)

    async_to_sync(listen)()
    assert (heard[0].topic, heard[0].id) == ("application", cast.application_id)


def advance(cast: Any) -> None:
    client = Client()
    from tests.support.bank import log_in

    log_in(client, User.objects.get(pk=cast.hr.id))
    client.post(
        reverse("console:board-move", args=[cast.application_id]), {"to": "ai_interview", "version": 1}
    )
