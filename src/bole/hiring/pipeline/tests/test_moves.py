"""A person's moves through the browser."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.bank import log_in

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.hiring.conftest import NOW, Cast
from bole.hiring.pipeline import services
from bole.hiring.pipeline.models import Application, Transition

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
    for who in ("west_hr", "interviewer", "auditor"):
        where = reverse("pipeline:advance", args=[cast.application_id])
        assert enter(cast, who).post(where, {"version": 1, "to": "ai_interview"}).status_code == 403, who
    assert Client().post(reverse("pipeline:advance", args=[cast.application_id])).status_code == 404


def test_the_way_back_stays_on_this_host(cast: Cast) -> None:
    client = enter(cast, "hr")
    where = reverse("pipeline:advance", args=[cast.application_id])
    form = {"version": 1, "to": "ai_interview", "next": "https://elsewhere.example/"}
    assert client.post(where, form).headers["Location"] == BOARD
