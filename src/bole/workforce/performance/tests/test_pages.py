"""Each page and action for each role, and the employee's own pages behind the one-time code."""

import json
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bole.foundation.access.actors import system_scope
from bole.foundation.access.queries import actor_for
from bole.foundation.audit.models import AuditLine
from bole.hiring.conftest import Cast
from bole.hiring.personal_links import link as personal
from bole.hiring.personal_links import queries as links
from bole.hiring.personal_links import services as personal_links
from bole.kernel.clock import utc_now
from bole.workforce.performance.models import WeekReport
from bole.workforce.performance.tests.making import PDF, PNG, Begun, at, begin, browser, figures

pytestmark = pytest.mark.django_db
HOME = "/console/probations/"


def phone(begun: Begun) -> tuple[Client, str]:
    """The employee's browser after the code, and his address."""
    now = utc_now()
    with system_scope("test"):
        address = personal_links.link_for(
            candidate_id=begun.cast.candidate_id,
            unit_id=begun.cast.bank.east.pk,
            until=now + timedelta(days=400),
            now=now,
        )
        link = links.of_candidate(begun.cast.candidate_id)
    assert link is not None
    token = address.rstrip("/").rsplit("/", 1)[1]
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    from django.core import signing

    value = signing.dumps([str(link.pk), str(link.candidate_id)], salt=personal.COOKIE.salt(token))
    client.cookies[personal.COOKIE.name] = value
    return client, f"/me/{token}/probation/"


def test_every_page_for_every_role(cast: Cast) -> None:
    begun = begin(cast)
    begun.send(1)
    other = actor_for(cast.bank.user("hiring_manager", cast.bank.west))
    one = f"{HOME}{begun.id}/"
    pages = [
        HOME,
        f"{HOME}rows/",
        one,
        f"{one}weeks/1/",
        f"{one}review/",
        f"{one}decide/",
        f"{one}plan/",
        f"{HOME}figures/",
    ]
    allowed = {
        "chief": (cast.chief, [200] * 8),
        "hr": (cast.hr, [200] * 8),
        "manager": (begun.manager, [200, 200, 200, 200, 200, 403, 200, 403]),
        "west_hr": (cast.west_hr, [200, 200, *[404] * 5, 200]),
        "west_manager": (other, [200, 200, 404, 404, 404, 403, 404, 403]),
        "interviewer": (cast.interviewer, [200, 200, 403, 403, 403, 403, 403, 403]),
        "auditor": (cast.auditor, [*[403] * 7, 200]),
        "it_admin": (cast.it_admin, [403] * 8),
    }
    for name, (actor, expected) in allowed.items():
        client = browser(actor)
        got = [client.get(page).status_code for page in pages]
        refused = [403 if code == 404 and name.startswith("west") else code for code in got]
        assert refused == [403 if code == 404 else code for code in expected], name
        assert ("林小禾" in client.get(HOME).content.decode()) == (name in {"chief", "hr", "manager"})
    rail = browser(cast.auditor).get("/console/audit/").content.decode()
    assert f'href="{HOME}figures/"' in rail  # the one page of probations an auditor may open
    assert Client().get(one).status_code in {302, 404}
    with system_scope("test"):
        assert AuditLine.objects.filter(verb="access.request.denied").exists()


def test_the_line_plays_its_part_on_pages(cast: Cast) -> None:
    begun = begin(cast)
    begun.send(1)
    boss, one = browser(begun.manager), f"{HOME}{begun.id}/"
    with patch("bole.workforce.performance.views.single.utc_now", lambda: at(9)):
        said = boss.post(f"{one}weeks/1/comment/", {"words": "很好", "rating": "4"}, follow=True)
        assert "4 / 5" in said.content.decode()
        page = boss.post(
            f"{one}weeks/3/tasks/",
            {"do": "target", "key": "visits", "target": "5", "onward": "on"},
            follow=True,
        )
        assert 'value="5"' in page.content.decode()
        page = boss.post(
            f"{one}weeks/3/tasks/", {"do": "target", "key": "visits", "target": "x"}, follow=True
        )
        assert "请填数字" in page.content.decode()
        page = boss.post(
            f"{one}weeks/3/tasks/", {"do": "add", "kind": "done", "title": "<b>陪访</b>"}, follow=True
        )
        assert "&lt;b&gt;陪访" in page.content.decode()


def test_a_review_and_what_follows_it_on_pages(cast: Cast) -> None:
    begun = begin(cast)
    begun.send(1)
    boss, hr, one = browser(begun.manager), browser(cast.hr), f"{HOME}{begun.id}/"
    with patch("bole.workforce.performance.views.deciding.utc_now", lambda: at(60)):
        half = boss.post(
            f"{one}review/", {"version": begun.get().version, "words": "总体达到要求，继续努力。"}
        )
        assert half.status_code == 422
        assert "总体达到要求" in half.content.decode()
        fields: dict[str, Any] = {
            "version": begun.get().version,
            "words": "总体达到要求，继续努力。",
            "proposal": "confirm",
        }
        for found in begun.get().competencies:
            fields |= {f"level-{found['key']}": "4", f"weeks-{found['key']}": ["1"]}
        assert boss.post(f"{one}review/", fields).status_code == 302
        assert (
            boss.post(f"{one}decide/", {"do": "confirm", "version": begun.get().version}).status_code == 403
        )
        wrong = hr.post(
            f"{one}decide/",
            {"do": "extend", "months": "9", "words": "需要更多时间观察。", "version": begun.get().version},
        )
        assert wrong.status_code == 422
        assert "第十九条" in wrong.content.decode()
        stale = hr.post(f"{one}decide/", {"do": "confirm", "version": "0"})
        assert stale.status_code == 422
        ended = hr.post(
            f"{one}decide/",
            {
                "do": "end",
                "reason": "standard-not-met",
                "words": "三个月内新增客户目标完成不足一半，多次辅导后没有改善。",
                "last_day": "2027-02-10",
                "version": begun.get().version,
                "paper-standard": SimpleUploadedFile("a.pdf", PDF),
                "paper-evidence": SimpleUploadedFile("b.pdf", PDF),
            },
            follow=True,
        )
    shown = ended.content.decode()
    assert "待第二人" in shown or "第二人" in shown
    decision = shown.split("/console/probations/decisions/")[1].split("/")[0]
    page = browser(cast.chief).get(f"{HOME}decisions/{decision}/").content.decode()
    assert 'value="approve"' in page
    assert 'value="approve"' not in hr.get(f"{HOME}decisions/{decision}/").content.decode()
    paper = browser(cast.chief).get(f"{HOME}decisions/{decision}/papers/union/", follow=True)
    assert b"".join(paper.streaming_content if paper.streaming else [paper.content]).startswith(b"%PDF")
    assert browser(cast.west_hr).get(f"{HOME}decisions/{decision}/").status_code in {403, 404}


def test_the_employees_week_on_the_phone(cast: Cast) -> None:
    begun = begin(cast)
    client, home = phone(begun)
    assert Client().get(home).status_code == 302  # without the code
    clock = patch.multiple("bole.workforce.performance.views.portal", utc_now=lambda: at(9))
    with clock:
        page = client.get(home).content.decode()
        assert "第 1 周汇报" in page
        typed = {f"done-{key}": line["done"] for key, line in figures(begun, 2, "3").items()}
        draft = json.dumps({"figures": {"visits": {"done": "7"}}, "words": "写到一半"})
        saved = client.post(f"{home}2/draft/", draft, content_type="application/json")
        assert saved.status_code == 200
        assert "写到一半" in client.get(f"{home}2/").content.decode()
        for junk in ("[]", "{", '{"figures": 3, "words": ""}', "[" * 9000):
            assert client.post(f"{home}2/draft/", junk, content_type="application/json").status_code == 422
        bad = client.post(f"{home}2/", {**typed, "done-visits": "很多", "words": "本周"})
        assert bad.status_code == 422
        assert "请填数字" in bad.content.decode()
        assert "本周" in client.get(f"{home}2/").content.decode()  # what was typed is not lost
        kept = client.post(
            f"{home}2/files/", {**typed, "file": SimpleUploadedFile("图.png", PNG)}, follow=True
        )
        assert "图.png" in kept.content.decode()
        junked = client.post(f"{home}2/files/", {**typed, "file": SimpleUploadedFile("x.png", b"MZ")})
        assert junked.status_code == 422
        done = client.post(f"{home}2/", {**typed, "words": "本周顺利"}, follow=True)
        assert "已提交" in done.content.decode()
        assert client.get(f"{home}99/").status_code == 404
    for page in ("decision/", "plan/", "teams/"):
        assert client.get(f"{home}{page}").status_code == 200
    client.post(f"{home}teams/", {"do": "keep", "strangers": "5"})
    assert "客户开发" in client.get(f"{home}teams/").content.decode()
    client.post(f"{home}teams/", {"do": "forget"})
    assert "因为你说" not in client.get(f"{home}teams/").content.decode()
    assert "我的试用期" in client.get(home.removesuffix("probation/")).content.decode()
    with system_scope("test"):
        assert WeekReport.objects.get().files[0]["name"] == "图.png"


def test_the_list_asks_the_database_the_same_however_long_it_is(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    begun = begin(cast)
    for week in (1, 2, 3):
        begun.send(week)
    client = browser(cast.hr)
    client.get(HOME)
    with django_assert_max_num_queries(24):
        client.get(HOME)
    with django_assert_max_num_queries(34):
        client.get(f"{HOME}{begun.id}/")
