"""A person's moves through the browser."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.support.bank import log_in

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.workdays import bank_time
from bole.hiring.conftest import NOW, Cast
from bole.hiring.pipeline import services
from bole.hiring.pipeline.models import Application, Transition
from bole.kernel.clock import utc_now

pytestmark = pytest.mark.django_db
BOARD = "/console/board/"


def enter(cast: Cast, who: str) -> Client:
    client = Client()
    log_in(client, User.objects.get(pk=getattr(cast, who).id))
    return client


def post(client: Client, cast: Cast, name: str, **form: Any) -> str:
    where = reverse(f"pipeline:{name}", args=[cast.application_id])
    return client.post(where, {"version": 1, "next": BOARD, **form}, follow=True).content.decode()


def test_advancing_by_hand_writes_who(cast: Cast) -> None:
    page = post(enter(cast, "hr"), cast, "advance", to="ai_interview")
    assert "已推进到" in page
    with system_scope("test"):
        assert Transition.objects.latest("at").actor_user_id == cast.hr.id


def test_who_was_slower_is_told_who_was_faster(cast: Cast) -> None:
    client = enter(cast, "hr")
    with cast.acting("chief"):
        services.advance(
            application_id=cast.application_id,
            to="ai_interview",
            actor=cast.chief,
            reason="x",
            expected_version=1,
            now=NOW,
        )
    page = post(client, cast, "decline", reason="opening_filled")
    assert "没有改动" in page
    assert cast.chief.label in page
    with system_scope("test"):
        assert Application.objects.get().stage == "ai_interview"


def test_declining_needs_a_reason_of_the_list(cast: Cast) -> None:
    client = enter(cast, "hr")
    assert "请选一个理由" in post(client, cast, "decline", reason="")
    assert "请选一个理由" in post(client, cast, "decline", reason="because")
    assert "已记在你名下" in post(client, cast, "decline", reason="opening_filled")
    with system_scope("test"):
        assert Application.objects.get().outcome == "declined"


def test_nobody_moves_what_is_not_his(cast: Cast) -> None:
    form = {"version": 1, "to": "ai_interview", "reason": "opening_paused"}
    for who in ("west_hr", "interviewer", "auditor"):
        client = enter(cast, who)
        for name in ("advance", "hold", "resume"):
            where = reverse(f"pipeline:{name}", args=[cast.application_id])
            assert client.post(where, form).status_code == 403, (who, name)
    assert state() == (1, False)
    assert Client().post(reverse("pipeline:advance", args=[cast.application_id])).status_code == 404


def test_the_way_back_stays_on_this_host(cast: Cast) -> None:
    client = enter(cast, "hr")
    where = reverse("pipeline:advance", args=[cast.application_id])
    form = {"version": 1, "to": "ai_interview", "next": "https://elsewhere.example/"}
    assert client.post(where, form).headers["Location"] == BOARD


def test_holding_and_taking_up_again(cast: Cast) -> None:
    client = enter(cast, "hr")
    day = (bank_time.today(utc_now()) + timedelta(days=9)).isoformat()
    for wrong in ({"reason": "because"}, {"reason": "opening_paused", "until": "2020-01-01"}):
        assert "没有改动" in post(client, cast, "hold", **wrong)
    assert state() == (1, False)
    for _click in range(2):  # the second one is the same click again
        assert "已暂缓" in post(client, cast, "hold", reason="opening_paused", until=day)
    assert state() == (2, True)
    with system_scope("test"):
        until = Application.objects.get().held_until
        assert until is not None
        assert timezone.localtime(until).isoformat().startswith(f"{day}T00:00")
    assert "先恢复" in post(client, cast, "advance", version=2, to="ai_interview")
    assert cast.hr.label in post(enter(cast, "chief"), cast, "resume", version=1)  # who held it is named
    for _click in range(2):
        assert "已恢复" in post(client, cast, "resume", version=2)
    assert state() == (3, False)
    assert "已经不在暂缓中" in post(client, cast, "resume", version=3)


def state() -> tuple[int, bool]:
    with system_scope("test"):
        found = Application.objects.get()
    return found.version, found.held_at is not None
