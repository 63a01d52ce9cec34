"""Messages in the console: the outbox and its dead letters, texts, ways, invitations of many."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from tests.support.bank import log_in

from bole.foundation.access.actors import system_scope
from bole.foundation.audit.models import AuditLine
from bole.foundation.messaging import services
from bole.foundation.messaging.models import OptOut, OutboxMessage, Route, Wording
from bole.hiring.candidates import services as candidates
from bole.hiring.candidates.models import Candidate
from bole.hiring.interviews import services as interviews
from bole.hiring.interviews.models import BulkEntry, BulkRun, Interview
from bole.hiring.pipeline import services as pipeline
from bole.hiring.requisitions import services as requisitions
from bole.kernel.clock import utc_now
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
TEXT = "${name}，您好！${bank} ${job} ${closes_at} ${link}"


@pytest.fixture
def house(bank: Any) -> Any:
    """Clients of the people who matter here, a candidate, and a dead letter to her."""
    people = {
        "chief": bank.user("head_office_hr", bank.head),
        "hr": bank.user("branch_hr", bank.east),
        "west": bank.user("branch_hr", bank.west),
        "auditor": bank.user("auditor", bank.head),
    }
    house = SimpleNamespace(head=bank.head, east=bank.east, clients={})
    for name, user in people.items():
        user.email = f"{name}@bank.example"
        user.save()
        house.clients[name] = Client()
        log_in(house.clients[name], user)
    with system_scope("test"):
        house.person = candidates.register(
            unit_id=bank.east.pk, name="林小禾", email="wrong@nowhere.example", now=NOW
        )
        house.message = services.send(
            template="reminder",
            to=services.Addresses(mail="wrong@nowhere.example"),
            language="zh",
            context=dict.fromkeys(("name", "bank", "job", "closes_at"), "x") | {"link": "https://a.example/"},
            unit_id=bank.east.pk,
            about=("test", new_id()),
            candidate_id=house.person.pk,
            now=NOW,
        )
        OutboxMessage.objects.update(state="dead", error_code="mail_address")
    return house


def test_a_dead_letter_is_seen_mended_and_sent_again_once(house: Any) -> None:
    hr, page = house.clients["hr"], f"/console/messages/{house.message.pk}/"
    listed = hr.get("/console/messages/?state=dead").content.decode()
    assert "林小禾" in listed
    assert "邮件服务器拒收该地址" in listed
    assert "wrong@nowhere.example" in hr.get(page).content.decode()
    refused = hr.post(page + "mend/", {"email": "no address", "phone": ""})
    assert refused.status_code == 422
    assert hr.post(page + "mend/", {"email": "lin@example.org", "phone": ""}).status_code == 302
    assert hr.post(page + "resend/").status_code == 302, "a second click does nothing"
    with system_scope("test"):
        message = OutboxMessage.objects.get()
        assert (message.state, message.address) == ("queued", "lin@example.org")
        assert Candidate.objects.get(pk=house.person.pk).email == "lin@example.org"
        assert AuditLine.objects.filter(verb="messaging.message.retried").count() == 1


def test_after_an_outage_the_list_goes_again_once_but_not_to_who_refused(house: Any) -> None:
    hr, again = house.clients["hr"], "/console/messages/resend/"
    assert "全部重新发送" in hr.get("/console/messages/?state=dead").content.decode()
    assert "全部重新发送" not in hr.get("/console/messages/").content.decode()
    hr.post(again, {"state": "dead", "template": "invitation"})  # another list: nothing of it is dead
    with system_scope("test"):
        assert OutboxMessage.objects.get().state == "dead"
    done = hr.post(again, {"state": "dead", "q": house.person.number}, follow=True).content.decode()
    assert "1 条消息已重新发送" in done
    hr.post(again, {"state": "dead"})
    with system_scope("test"):
        assert AuditLine.objects.filter(verb="messaging.message.retried").count() == 1
        services.leave(token=services.link_of(house.message.pk).split("/m/")[1][:-1], via="page", now=NOW)
        services.deliver(message_id=house.message.pk, now=NOW)
        assert OutboxMessage.objects.get().state == "withheld"


def test_others_see_and_send_nothing(house: Any) -> None:
    """403 and a line in the audit for everything about the message, and it is on no list."""
    page = f"/console/messages/{house.message.pk}/"
    for who in ("west", "auditor"):
        client = house.clients[who]
        assert client.get(page).status_code == 403
        assert client.post(page + "resend/").status_code == 403
        assert client.post(page + "mend/", {"email": "x@example.org"}).status_code == 403
        assert "林小禾" not in client.get("/console/messages/").content.decode()
    with system_scope("test"):
        assert OutboxMessage.objects.get().state == "dead"
        assert AuditLine.objects.filter(verb="access.request.denied").count() >= 6


def test_head_office_words_a_message_and_the_branch_may_when_it_is_let(house: Any) -> None:
    chief, hr = house.clients["chief"], house.clients["hr"]
    page = f"/console/messages/texts/reminder/?language=zh&form=long&unit={house.head.pk}"
    save = page.replace("/?", "/save/?")
    assert "还没有完成" in chief.get(page).content.decode()
    for body, sentence in (
        (TEXT.replace("${link}", ""), "缺少变量 ${link}"),
        (TEXT + "${salary}", "没有变量 ${salary}"),
        (TEXT.replace("您", "你"), "不要用“你”"),
        (TEXT + " $5", "有单独的美元符号"),
    ):
        answer = chief.post(save, {"subject": "提醒", "body": body})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    looked = chief.post(save, {"subject": "提醒", "body": TEXT + "<b>", "look": "1"}).content.decode()
    assert "林小禾，您好！" in looked
    assert "&lt;b&gt;" in looked
    assert not Wording.objects.exists()
    assert chief.post(save, {"subject": "提醒", "body": TEXT}).status_code == 302
    with system_scope("test"):
        draft = Wording.objects.get()
    version = f"/console/messages/texts/version/{draft.pk}/"
    assert chief.post(version + "trial/").status_code == 302
    assert chief.post(version + "force/").status_code == 302
    with system_scope("test"):
        assert OutboxMessage.objects.get(about_kind="trial").address == "chief@bank.example"
        assert Wording.objects.get().state == "in_force"
    own = f"/console/messages/texts/reminder/save/?language=zh&form=long&unit={house.east.pk}"
    assert hr.post(own, {"subject": "提醒", "body": TEXT}).status_code == 403
    assert hr.post(version + "discard/").status_code == 403, "head office's versions are no branch's to touch"
    assert chief.post("/console/messages/routes/reminder/", {"channel": ["sms", "mail"], "branch_may": "on"})
    assert hr.post(own, {"subject": "分行提醒", "body": TEXT}).status_code == 302


def test_routes_and_quiet_hours_are_head_offices(house: Any) -> None:
    chief, hr = house.clients["chief"], house.clients["hr"]
    assert hr.get("/console/messages/routes/").status_code == 403
    assert hr.post("/console/messages/routes/reminder/", {"channel": ["sms"]}).status_code == 403
    assert chief.post("/console/messages/routes/reminder/", {"channel": ["pigeon"]}).status_code == 302
    assert not Route.objects.exists()
    chief.post("/console/messages/routes/reminder/", {"channel": ["sms", "mail"]})
    assert Route.objects.get().channels == ["sms", "mail"]
    chief.post("/console/messages/routes/quiet/", {"begins": "22:00", "ends": "07:30"})
    assert "22:00" in chief.get("/console/messages/routes/").content.decode()
    assert chief.post("/console/messages/routes/nothing/", {"channel": ["sms"]}).status_code == 404


def test_a_person_wants_no_more_and_a_scanner_following_the_link_decides_nothing(house: Any) -> None:
    with system_scope("test"):
        token = services.link_of(house.message.pk).split("/m/")[1]
    page, anybody = f"/m/{token}", Client(enforce_csrf_checks=True)
    assert "面试截止提醒" in anybody.get(page).content.decode()
    assert not OptOut.objects.exists()
    assert anybody.get(page.replace(token[:-2], token[:-3] + "x")).status_code == 404
    assert anybody.post(page, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert anybody.post(page, {"List-Unsubscribe": "One-Click"}).status_code == 204
    with system_scope("test"):
        assert OptOut.objects.get().via == "one_click"
        again = services.send(
            template="reminder",
            to=services.Addresses(mail="lin@example.org"),
            language="zh",
            context=house.message.context,
            unit_id=house.east.pk,
            about=("test", new_id()),
            candidate_id=house.person.pk,
            now=NOW,
        )
        assert (again.state, again.error_code) == ("withheld", "unsubscribed")


def test_many_are_invited_from_the_console(house: Any) -> None:
    now, hr = utc_now(), house.clients["hr"]
    with system_scope("test"):
        need = requisitions.open_requisition(unit_id=house.east.pk, job_key="teller", now=now)
        pipeline.apply(candidate_id=house.person.pk, requisition_id=need.pk, now=now)
    form = {
        "requisition": str(need.pk),
        "how": "list",
        "numbers": f"{house.person.number}\nC-99999",
        "opens_at": f"{now + timedelta(hours=9):%Y-%m-%dT%H:%M}",
        "closes_at": f"{now + timedelta(days=5):%Y-%m-%dT%H:%M}",
        "language": "",
    }
    assert hr.post("/console/invitations/new/", form | {"numbers": "nobody"}).status_code == 422
    page = hr.post("/console/invitations/new/", form)["Location"]
    seen = hr.get(page).content.decode()
    assert "现在邀请 1 人" in seen
    assert "没有找到此人" in seen
    assert house.clients["west"].get(page).status_code == 403
    assert house.clients["auditor"].post(page + "confirm/", {"expected": "1"}).status_code == 403
    with system_scope("test"):
        entry = BulkEntry.objects.get(state="ready")
    hr.post(f"{page}{entry.pk}/", {"out": "1"})
    hr.post(page + "confirm/", {"expected": "1"})
    with system_scope("test"):
        assert BulkRun.objects.get().state == "draft", "the list had changed"
    hr.post(f"{page}{entry.pk}/", {"back": "1"})
    hr.post(page + "confirm/", {"expected": "1"})
    with system_scope("test"):
        run = BulkRun.objects.get()
        assert run.state == "running"
        interviews.step_bulk(run_id=run.pk, chain=0, now=now)
        assert Interview.objects.count() == 1
    fragment = hr.get(page, HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in fragment
    assert "100%" in fragment
    assert hr.get(page + "?status=waiting").content.decode().count("林小禾") == 1
    assert "100%" not in hr.get("/console/invitations/").content.decode()
