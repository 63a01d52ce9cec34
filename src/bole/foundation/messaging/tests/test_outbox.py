"""From send() to a mail in a box."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.support.worker import drain

from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.audit.models import AuditLine
from bole.foundation.messaging import holding, queries, services
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.messaging.services import Addresses
from bole.foundation.messaging.templates import TemplateError
from bole.foundation.queue import queries as queue
from bole.integrations.mail.catcher import MailCatcher
from bole.kernel.errors import ConflictError, InvalidError
from bole.kernel.ids import new_id
from bole.ports.channel import Attachment
from bole.ports.errors import PortError
from bole.ports.fakes.mail import FakeMail, FakeSms

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
CODE = {"bank": "测试银行", "code": "481516", "minutes": "10"}
FEEDBACK = {
    "name": "王小明",
    "bank": "测试银行",
    "job": "柜员",
    "link": "https://bank.example/i/x/result/",
    "next": "复试最晚在 11 月 25 日前安排。",
}
mail, sms = FakeMail(), FakeSms()


def fake_mail() -> FakeMail:
    return mail


def fake_sms() -> FakeSms:
    return sms


@pytest.fixture(autouse=True)
def adapters(settings: Any) -> None:
    mail.__init__()  # type: ignore[misc]
    sms.__init__()  # type: ignore[misc]
    settings.MAIL_SENDER = f"{__name__}.fake_mail"
    settings.SMS_SENDER = ""


@pytest.fixture
def send(bank: Any) -> Iterator[Callable[..., OutboxMessage]]:
    def call(template: str = "feedback-ready", **options: Any) -> OutboxMessage:
        values: dict[str, Any] = {
            "to": Addresses(mail="wang@example.com", phone="+8613800138000"),
            "language": "zh",
            "context": FEEDBACK if template == "feedback-ready" else CODE,
            "about": ("test", new_id()),
            "candidate_id": new_id(),
        }
        return services.send(template=template, unit_id=bank.east.pk, now=NOW, **(values | options))

    with system_scope("test"):
        yield call


Send = Callable[..., OutboxMessage]


def deliver(message: OutboxMessage) -> OutboxMessage:
    services.deliver(message_id=message.pk, now=NOW)
    message.refresh_from_db()
    return message


def test_a_message_is_delivered_once(send: Send) -> None:
    message = deliver(send())
    assert (message.state, message.sent_at, message.attempts) == ("sent", NOW, 1)
    deliver(message)
    assert len(mail.sent) == 1
    assert mail.sent[0].to == "wang@example.com"
    assert mail.sent[0].reference == str(message.pk)
    assert "王小明" in mail.sent[0].text


def test_a_file_rests_sealed_and_goes_with_the_mail(send: Send) -> None:
    file = Attachment("invite.ics", "text/calendar; method=REQUEST", b"BEGIN:VCALENDAR")
    message = deliver(send(attachments=[file]))
    assert mail.sent[0].attachments == (file,)
    with connection.cursor() as cursor:
        cursor.execute("SELECT attachments FROM messaging_outboxmessage WHERE id = %s", [message.pk])
        assert b"invite.ics" not in bytes(cursor.fetchone()[0])
    assert deliver(send()).attachments is None
    with pytest.raises(InvalidError) as refused:
        send(attachments=[Attachment("big", "text/plain", b"x" * (2 * 1024 * 1024 + 1))])
    assert refused.value.code == "attachments_large"


def test_row_and_task_live_and_die_with_the_transaction(send: Send) -> None:
    before = ProcrastinateJob.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        send()
        assert ProcrastinateJob.objects.count() == before + 1
        raise RuntimeError
    assert ProcrastinateJob.objects.count() == before
    assert not OutboxMessage.objects.exists()


def test_the_same_occasion_sends_once(send: Send) -> None:
    about = ("test", new_id())
    first = send(about=about)
    assert send(about=about).pk == first.pk
    assert send(about=about, occasion="again").pk != first.pk
    assert ProcrastinateJob.objects.filter(task_name="messaging.deliver").count() == 2


def test_a_failure_is_tried_again_and_then_given_up(send: Send) -> None:
    message = send()
    mail.failures = [PortError("down", code="mail_down", retryable=True)] * 6
    for attempt in range(1, 6):
        with pytest.raises(PortError) as caught:
            deliver(message)
        message.refresh_from_db()
        assert caught.value.retryable
        assert (message.state, message.attempts, message.error_code) == ("failed", attempt, "mail_down")
    with pytest.raises(PortError) as caught:
        deliver(message)
    message.refresh_from_db()
    assert not caught.value.retryable
    assert message.state == "dead"
    assert list(queries.undelivered()) == [message]
    assert deliver(message).state == "dead"
    services.retry(message_id=message.pk, now=NOW)
    assert deliver(message).state == "sent"
    with pytest.raises(ConflictError):
        services.retry(message_id=message.pk, now=NOW)
    assert [leg.attempts for leg in message.legs.all()] == [6, 1]


def test_a_final_refusal_is_dead_at_once(send: Send) -> None:
    message = send()
    mail.failures = [PortError("no such address", code="mail_address")]
    with pytest.raises(PortError):
        deliver(message)
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("dead", 1)


def test_a_delivered_code_is_forgotten(send: Send) -> None:
    message = deliver(send("one-time-code"))
    assert "481516" in mail.sent[0].text
    assert message.context == {}
    assert queries.rendered(message) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT context FROM messaging_outboxmessage WHERE id = %s", [message.pk])
        sealed = bytes(cursor.fetchone()[0])
    assert len(sealed) < 60
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(args::text, ' ') FROM procrastinate_jobs")
        assert "481516" not in cursor.fetchone()[0]


def test_a_code_that_cannot_be_delivered_is_forgotten_too(send: Send) -> None:
    message = send("one-time-code")
    mail.failures = [PortError("no", code="mail_address")]
    with pytest.raises(PortError):
        deliver(message)
    message.refresh_from_db()
    assert message.context == {}
    with pytest.raises(InvalidError) as caught:
        services.retry(message_id=message.pk, now=NOW)
    assert caught.value.code == "message_forgotten"


def test_without_a_gateway_mail_takes_the_place_of_sms(send: Send) -> None:
    message = send("one-time-code")
    assert (message.channel, message.fallback_from, message.address) == ("mail", "sms", "wang@example.com")


def test_with_a_gateway_the_code_goes_by_sms(send: Send, settings: Any) -> None:
    settings.SMS_SENDER = f"{__name__}.fake_sms"
    message = deliver(send("one-time-code"))
    assert (message.channel, message.fallback_from) == ("sms", "")
    assert sms.sent[0].to == "+8613800138000"
    assert sms.sent[0].text == "【测试银行】验证码 481516，10 分钟内有效，请勿告诉他人。"
    assert not mail.sent


def test_no_address_at_all_is_refused(send: Send) -> None:
    with pytest.raises(InvalidError) as caught:
        send(to=Addresses(phone="+8613800138000"))
    assert caught.value.code == "no_address"


@pytest.mark.parametrize("context", [{}, CODE | {"more": "x"}, CODE | {"code": 5}])
def test_the_fields_must_fit_the_template(send: Send, context: dict[str, Any]) -> None:
    with pytest.raises(TemplateError):
        send("one-time-code", context=context)


@pytest.mark.parametrize("key", ["nothing", "../messages/invitation", "", "INVITATION"])
def test_an_unknown_template_is_refused(send: Send, key: str) -> None:
    with pytest.raises(TemplateError) as caught:
        send(key, context={})
    assert caught.value.code == "template_unknown"


def test_audit_knows_codes_and_ids_only(send: Send) -> None:
    deliver(send())
    lines = list(AuditLine.objects.order_by("seq"))
    assert [line.verb for line in lines if line.verb.startswith("messaging")] == [
        "messaging.message.queued",
        "messaging.message.sent",
    ]
    assert not any("王" in line.details or "example" in line.details for line in lines)


def test_a_candidate_sees_only_his_own_messages(send: Send, bank: Any) -> None:
    mine = send()
    send()
    candidate = Actor(kind="candidate", id=mine.candidate_id, candidate_id=mine.candidate_id)
    with acting_as(candidate):
        assert [m.pk for m in OutboxMessage.objects.all()] == [mine.pk]
    with acting_as(bank.actor("branch_hr", bank.west)):
        assert not OutboxMessage.objects.exists()
    with acting_as(bank.actor("branch_hr", bank.east)):
        assert OutboxMessage.objects.count() == 2


def test_export_and_erasure(send: Send) -> None:
    mine, other = send(), send()
    assert mine.candidate_id is not None
    exported = holding.export(mine.candidate_id)["messages"]
    assert exported[0]["address"] == "wang@example.com"
    assert "王小明" in exported[0]["text"]
    assert holding.erase(mine.candidate_id, NOW) == 1
    assert list(OutboxMessage.objects.all()) == [other]


@pytest.mark.django_db(transaction=True)
def test_a_worker_brings_it_into_the_box(send: Send, tmp_path: Path, settings: Any) -> None:
    settings.MAIL_SENDER = "bole.integrations.mail.adapter.sender"
    settings.EMAIL_HOST = "127.0.0.1"
    with MailCatcher(tmp_path) as catcher:
        settings.EMAIL_PORT = catcher.port
        message, gone = send(), send()
        OutboxMessage.objects.filter(pk=gone.pk).delete()
        drain(["io"])
    message.refresh_from_db()
    assert message.state == "sent"
    assert len(list(tmp_path.glob("*.eml"))) == 1
    assert not queue.dead().exists()


@pytest.mark.django_db(transaction=True)
def test_a_dead_message_is_a_dead_letter(send: Send) -> None:
    mail.failures = [PortError("no", code="mail_address")]
    send()
    drain(["io"])
    assert [letter.error_code for letter in queue.dead()] == ["mail_address"]


def legs(message: OutboxMessage) -> list[tuple[str, str, str]]:
    return [(leg.channel, leg.state, leg.reason) for leg in message.legs.all()]


def test_what_the_gateway_refuses_goes_by_mail_and_the_way_is_told(send: Send, settings: Any) -> None:
    settings.SMS_SENDER = f"{__name__}.fake_sms"
    sms.failures.append(PortError("limit", code="sms_limit"))
    message = send("one-time-code")
    services.deliver(message_id=message.pk, now=NOW)
    message = OutboxMessage.objects.get(pk=message.pk)
    assert (message.state, message.channel, message.fallback_from) == ("queued", "mail", "sms")
    assert (message.error_code, message.context) == ("sms_limit", CODE)
    services.deliver(message_id=message.pk, now=NOW)
    message = OutboxMessage.objects.get(pk=message.pk)
    assert (message.state, message.address, message.ways) == ("sent", "wang@example.com", None)
    assert legs(message) == [("sms", "failed", "sms_limit"), ("mail", "sent", "")]
    assert "481516" in mail.sent[0].text
    assert message.context == {}
    assert ProcrastinateJob.objects.filter(task_name=services.DELIVER).count() == 2


def test_without_a_mail_address_a_refused_message_is_dead(send: Send, settings: Any) -> None:
    settings.SMS_SENDER = f"{__name__}.fake_sms"
    sms.failures.append(PortError("limit", code="sms_limit"))
    message = send("one-time-code", to=Addresses(phone="+8613800138000"))
    with pytest.raises(PortError):
        services.deliver(message_id=message.pk, now=NOW)
    message = OutboxMessage.objects.get(pk=message.pk)
    assert message.state == "dead"
    assert legs(message) == [("sms", "failed", "sms_limit")]


def test_the_gateway_is_asked_what_reached_the_phone(send: Send, settings: Any) -> None:
    settings.SMS_SENDER = f"{__name__}.fake_sms"
    ids = [send("one-time-code").pk for _number in range(3)]
    for pk in ids:
        services.deliver(message_id=pk, now=NOW)
    sms.reached = {"receipt-1": True, "receipt-2": False}
    assert services.follow_up(now=NOW) == 2
    states = [OutboxMessage.objects.get(pk=pk).state for pk in ids]
    assert states == ["delivered", "dead", "sent"], "a code that is forgotten cannot go by mail any more"
    sms.reached = {"receipt-3": True}
    assert services.follow_up(now=NOW + timedelta(days=2)) == 0, "nobody asks for ever"
