"""The pages: a phone applies from posting to number; the bank publishes, uploads, decides, erases."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bole.foundation.access.actors import system_scope
from bole.foundation.ui import messages
from bole.hiring.candidates.models import Candidate, Duplicate
from bole.hiring.conftest import NOW, Cast
from bole.hiring.intake import services
from bole.hiring.intake.models import Batch, Mailbox, Posting, Submission
from bole.hiring.intake.tests.making import published, read, resume, run_batch, zipped
from bole.hiring.intake.words import WORDS
from bole.hiring.pipeline import queries as pipeline_queries
from bole.hiring.pipeline import services as pipeline
from bole.web.console.tests.people import enter

pytestmark = pytest.mark.django_db
WHO = {"name": "周明", "phone": "13911110001", "email": "zhou@example.org", "agreed": "yes"}
HEADERS = {"HTTP_ACCEPT": "application/json", "content_type": "application/json"}


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("applying", "postings", "uploads", "duplicates"):
        monkeypatch.setattr(f"bole.hiring.intake.views.{module}.utc_now", lambda: NOW + timedelta(minutes=1))


def address(name: str, *args: Any) -> str:
    return reverse(f"intake:{name}", args=args)


def bank(name: str, *args: Any) -> str:
    return reverse(f"intake-console:{name}", args=args)


def begin(client: Client, posting: Posting, **more: str) -> str:
    answer = client.post(address("posting", posting.token), {**WHO, **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def worker_reads() -> Submission:
    with system_scope("test"):
        row = Submission.objects.latest("started_at")
    return read(row)


def test_a_phone_applies_from_the_posting_to_the_number(cast: Cast) -> None:
    posting, client = published(cast, about="轮岗三个月"), Client()
    page = client.get(address("posting", posting.token)).content.decode()
    for expected in ("综合柜员", "轮岗三个月", "处理我的简历"):
        assert expected in page
    mine = begin(client, posting)
    assert "发送简历" in client.get(mine).content.decode()
    refused = client.post(mine, {"step": "file"})
    assert (refused.status_code, "请选择文件" in refused.content.decode()) == (422, True)
    assert client.post(mine, {"step": "file", "text": resume().decode()}).status_code == 302
    waiting = client.get(mine)
    assert "正在读取" in waiting.content.decode()
    assert waiting["Cache-Control"] == "no-store"
    assert "HX-Redirect" not in client.get(f"{mine}state/")
    worker_reads()
    assert client.get(f"{mine}state/")["HX-Redirect"] == mine
    page = client.get(mine).content.decode()
    for expected in ("西南财经大学", "江州银行股份有限公司", "银行从业资格", 'value="2015-09"'):
        assert expected in page
    wrong = {"step": "send", "work-0-employer": "江州银行", "work-0-start": "去年"}
    refused = client.post(mine, wrong)
    assert (refused.status_code, "去年" in refused.content.decode()) == (422, True)  # what was typed stays
    right = {
        "step": "send",
        "work-0-employer": "江州银行",
        "work-0-start": "2019-07",
        "work-0-current": "yes",
    }
    assert client.post(mine, right).status_code == 302
    page = client.get(mine).content.decode()
    number = worker_reads().number
    assert number in page
    assert "申请已收到" in page
    assert client.post(f"{mine}withdraw/", {}).status_code == 302  # without the tick nothing happens
    assert "申请已收到" in client.get(mine).content.decode()
    client.post(f"{mine}withdraw/", {"sure": "yes"})
    assert "您已撤回申请" in client.get(mine).content.decode()
    person = enter(cast, "hr").get(reverse("console:person", args=[worker_reads().candidate_id]))
    for expected in ("周明", "江州银行", "来源渠道", number, "候选人已更正"):
        assert expected in person.content.decode()


def test_parts_go_on_where_they_stopped_and_errors_speak_the_language(cast: Cast) -> None:
    posting, client, body = published(cast), Client(HTTP_ACCEPT_LANGUAGE="en"), resume()
    mine = begin(client, posting)
    begun = client.post(f"{mine}upload/", json.dumps({"name": "cv.txt", "size": len(body)}), **HEADERS).json()
    put = {"content_type": "application/octet-stream", "HTTP_X_PART_SHA256": hashlib.sha256(body).hexdigest()}
    early = client.post(f"{begun['upload']}finish/", json.dumps({"parts": 1, "total_bytes": 3}), **HEADERS)
    assert (early.status_code, early.json()["code"]) == (409, "parts_missing")
    assert client.put(f"{begun['upload']}0/", body, **put).json()["duplicate"] is False
    assert client.get(begun["upload"]).json() == {"received": [0]}
    done = client.post(
        f"{begun['upload']}finish/", json.dumps({"parts": 1, "total_bytes": len(body)}), **HEADERS
    )
    assert done.json() == {"next": mine}
    too_large = client.post(f"{mine}upload/", json.dumps({"name": "x", "size": 10**10}), **HEADERS)
    assert too_large.status_code == 422
    assert "too large" in too_large.json()["message"]
    for junk in ("", "[]", "{", json.dumps({"name": "x", "size": "many"})):
        assert client.post(f"{mine}upload/", junk, **HEADERS).status_code == 422
    stranger = mine.replace(mine.split("/")[3], "0" * 43)
    for path in (stranger, f"{stranger}state/", begun["upload"].replace(mine, stranger)):
        assert client.get(path).status_code == 404


def test_problems_stand_beside_their_fields(cast: Cast) -> None:
    posting, client = published(cast), Client()
    answer = client.post(address("posting", posting.token), {"name": "", "phone": "12", "email": "x"})
    page = answer.content.decode()
    assert answer.status_code == 422
    for expected in ("请填写。", "这不是有效的电话号码。", "这不是有效的邮箱地址。", "没有您的同意"):
        assert expected in page
    assert client.get(address("posting", "no-such")).status_code == 404


def test_hr_publishes_prints_and_ends(cast: Cast) -> None:
    client = enter(cast, "hr")
    client.post(
        bank("campaign"),
        {"title": "2027 校招", "kind": "campus", "unit": cast.bank.east.pk, "starts_on": "2026-11-01"},
    )
    page = client.get(bank("postings")).content.decode()
    assert "2027 校招" in page
    with system_scope("test"):
        from bole.hiring.intake.models import Campaign

        campaign = Campaign.objects.get()
    form = {"requisition": cast.requisition_id, "channel": "fair", "campaign": campaign.pk}
    client.post(bank("publish"), {**form, "closes_on": "2020-01-01"})
    with system_scope("test"):
        assert not Posting.objects.exists()
    client.post(bank("publish"), {**form, "closes_on": "2026-12-31"})
    with system_scope("test"):
        posting = Posting.objects.get()
    page = client.get(bank("postings")).content.decode()
    assert f"/apply/{posting.token}/" in page
    code = client.get(bank("code", posting.pk))
    assert code.content.startswith(b"<?xml")
    assert client.get(bank("code", posting.pk) + "?as=png").content.startswith(b"\x89PNG")
    client.post(bank("end", posting.pk))
    assert "目前不接受申请" in Client().get(address("posting", posting.token)).content.decode()


def test_hr_uploads_an_archive_sees_the_list_and_completes_a_file(cast: Cast) -> None:
    client = enter(cast, "hr")
    files = {"周明.txt": resume(), "=无名.txt": "自我评价\n认真负责。".encode(), "坏.pdf": b"%PDF-1.4 x"}
    body = zipped(files)
    facts = {"name": "校招.zip", "size": len(body), "unit": str(cast.bank.east.pk), "requisition": ""}
    begun = client.post(bank("start"), json.dumps(facts), **HEADERS).json()
    put = {"content_type": "application/octet-stream", "HTTP_X_PART_SHA256": hashlib.sha256(body).hexdigest()}
    client.put(f"{begun['upload']}0/", body, **put)
    assert client.get(begun["upload"]).json() == {"received": [0]}
    done = client.post(
        f"{begun['upload']}finish/", json.dumps({"parts": 1, "total_bytes": len(body)}), **HEADERS
    ).json()
    assert "解压中" in client.get(done["next"]).content.decode()
    with system_scope("test"):
        batch = Batch.objects.get()
    run_batch(batch)
    progress = client.get(done["next"], HTTP_HX_TARGET="div#progress", HTTP_HX_REQUEST="true")  # as htmx 4
    assert b"<html" not in progress.content
    assert progress["HX-Refresh"] == "true"
    page = client.get(done["next"]).content.decode()
    for expected in ("新候选人 1", "信息不全 1", "无法读取 1", "文件已损坏", "手工补全"):
        assert expected in page
    table = client.get(bank("listed", batch.pk)).content.decode("utf-8-sig")
    assert "'=无名.txt" in table  # no formula for the spreadsheet
    with system_scope("test"):
        item = batch.items.get(state="incomplete")
    typed = {"name": "何青", "phone": "13777770001"}
    for _click in range(2):
        client.post(bank("complete", batch.pk, item.pk), typed)
    with system_scope("test"):
        assert Candidate.objects.filter(language="zh").count() == 3
    assert "校招.zip" in client.get(bank("uploads")).content.decode()


def test_two_files_side_by_side(cast: Cast) -> None:
    with cast.acting("hr"):
        from bole.hiring.candidates import services as candidates

        other, _new = candidates.enter(
            unit_id=cast.bank.east.pk, name="林晓禾", phone="13800001111", source="bank", as_of=NOW, now=NOW
        )
    client = enter(cast, "hr")
    assert "电话相同" in client.get(bank("duplicates")).content.decode()
    with system_scope("test"):
        pair = Duplicate.objects.get()
    page = client.get(bank("duplicate", pair.pk)).content.decode()
    assert ("林小禾" in page, "林晓禾" in page) == (True, True)
    for _click in range(2):
        client.post(bank("duplicate", pair.pk), {"do": f"keep-{cast.candidate_id}"})
    page = client.get(reverse("console:person", args=[cast.candidate_id])).content.decode()
    assert other.number in page
    client.post(bank("duplicate", pair.pk), {"do": f"keep-{other.pk}"})
    client.post(bank("duplicate", pair.pk), {"do": "undo"})
    client.post(bank("duplicate", pair.pk), {"do": "apart"})
    client.post(bank("duplicate", pair.pk), {"do": "keep-nobody"})
    with system_scope("test"):
        assert Duplicate.objects.get().state == "apart"
        assert not Candidate.objects.exclude(merged_into=None).exists()


def test_two_applications_for_one_opening_are_for_a_person_to_settle(cast: Cast) -> None:
    with cast.acting("hr"):
        from bole.hiring.candidates import services as candidates

        other, _new = candidates.enter(
            unit_id=cast.bank.east.pk, name="林晓禾", phone="13800001111", source="bank", as_of=NOW, now=NOW
        )
        first, second = (
            pipeline.apply(candidate_id=one, requisition_id=cast.requisition_id, now=NOW)
            for one in (cast.candidate_id, other.pk)
        )
    client = enter(cast, "hr")
    with system_scope("test"):
        pair = Duplicate.objects.get()
    choice = f"double-{cast.requisition_id}"
    assert client.get(bank("duplicate", pair.pk)).content.decode().count(f'name="{choice}"') == 3
    keep = {"do": f"keep-{cast.candidate_id}"}
    for wrong in ({}, {choice: "maybe"}):
        client.post(bank("duplicate", pair.pk), {**keep, **wrong})
        with system_scope("test"):
            assert Duplicate.objects.get().state == "open"
    for goes_on, standing in (("both", ["", ""]), (str(second.pk), ["withdrawn", ""])):
        client.post(bank("duplicate", pair.pk), {**keep, choice: goes_on})
        with system_scope("test"):
            assert Duplicate.objects.get().state == "merged"
            rows = [pipeline_queries.get(one.pk) for one in (first, second)]
        assert [row.outcome for row in rows] == standing
        stood = first.stage
        for _click in range(2):
            client.post(bank("duplicate", pair.pk), {"do": "undo"})
        with system_scope("test"):
            rows = [pipeline_queries.get(one.pk) for one in (first, second)]
            moves = [one.reason for one in pipeline_queries.history(first.pk)]
        assert [row.outcome for row in rows] == ["", ""], "what the merge ended goes on"
        assert rows[0].stage == stood
    assert moves == ["double", "merge_undone"]


def test_head_office_sets_up_mailboxes_and_erases_by_the_dry_list(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = enter(cast, "chief")
    form = {"unit": cast.bank.east.pk, "host": "mail.example.org", "port": "993", "security": "tls"}
    client.post(bank("mailboxes"), {**form, "user": "hr@example.org"})
    with system_scope("test"):
        assert not Mailbox.objects.exists()
    client.post(bank("mailboxes"), {**form, "user": "hr@example.org", "password": "geheim-7"})
    page = client.get(bank("mailboxes")).content.decode()
    assert ("hr@example.org" in page, "geheim-7" in page) == (True, False)
    with system_scope("test"):
        box = Mailbox.objects.get()
        pipeline.withdraw(application_id=cast.application_id, now=NOW)
    client.post(bank("switch", box.pk), {"active": "0"})
    assert "已停用" in client.get(bank("mailboxes")).content.decode()
    monkeypatch.setattr("bole.hiring.intake.views.keeping.utc_now", lambda: NOW + timedelta(days=731))
    assert "林小禾" in client.get(bank("keeping")).content.decode()
    client.post(bank("keeping"), {"do": "ask", "candidate": [cast.candidate_id]})
    client.post(bank("keeping"), {"do": "erase", "candidate": [cast.candidate_id]})
    with system_scope("test"):
        assert Candidate.objects.get().erased_at is not None


@pytest.mark.parametrize("who", ["west_hr", "interviewer", "auditor", "it_admin"])
def test_other_branches_and_roles_are_refused(cast: Cast, who: str) -> None:
    posting = published(cast)
    client = enter(cast, who)
    for path in (bank("code", posting.pk), bank("duplicate", posting.pk), bank("batch", posting.pk)):
        assert client.get(path).status_code in {403, 404}
    assert client.post(bank("end", posting.pk)).status_code in {403, 404}
    if who != "west_hr":
        for name in ("postings", "uploads", "duplicates", "mailboxes", "keeping"):
            assert client.get(bank(name)).status_code == 403
    with system_scope("test"):
        assert Posting.objects.get().ended_at is None


def test_renewing_by_the_link_of_the_message(cast: Cast) -> None:
    with cast.acting("chief"):
        services.ask_again(candidate_id=cast.candidate_id, now=NOW)
    with system_scope("test"):
        from bole.foundation.messaging.models import OutboxMessage

        link = str(OutboxMessage.objects.latest("queued_at").context["link"])
    path = "/apply/renew/" + link.split("/apply/renew/")[1]
    assert "可以继续保留" in Client().get(path).content.decode()
    assert "会继续保留" in Client().post(path).content.decode()
    assert Client().get(path[:-3] + "x/").status_code == 404


def test_every_code_the_pages_may_show_has_words() -> None:
    assert WORDS.keys() <= messages.WORDS.keys()
