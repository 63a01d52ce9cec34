"""The way a message takes: fallback, quiet hours, pace, breaks, reports of gateways, refusals."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from bole.foundation.access.actors import system_scope
from bole.foundation.messaging import channels, checking, hours, queries, services
from bole.foundation.messaging.models import Leg, OutboxMessage, Route
from bole.foundation.messaging.services import Addresses, delivering
from bole.foundation.messaging.tests.test_outbox import CODE, FEEDBACK, NOW
from bole.integrations.aliyun_sms.adapter import AliyunSms
from bole.integrations.aliyun_sms.simulator import Gateway as AliyunGateway
from bole.integrations.loopback import Loopback
from bole.integrations.mail.catcher import MailCatcher
from bole.integrations.tencent_sms.adapter import TencentSms
from bole.integrations.tencent_sms.simulator import Gateway as TencentGateway
from bole.kernel.errors import InvalidError
from bole.kernel.ids import new_id
from bole.ports.channel import AfterBreak, Form, Letter
from bole.ports.errors import PortError
from bole.ports.fakes.mail import FakeMail, FakeSms

mail, sms = FakeMail(), FakeSms()
BOTH = Addresses(mail="wang@example.com", phone="13800138000")
Send = Callable[..., OutboxMessage]


def fake_mail() -> FakeMail:
    return mail


def fake_sms() -> FakeSms:
    return sms


@dataclass
class Chat:
    """A further channel as an adapter would be one: short texts, an address of its own."""

    sent: list[Letter] = field(default_factory=list)
    key: str = "wecom"
    form: Form = "short"
    address: str = "wecom"
    per_second: float = 0
    after_break: AfterBreak = "never"

    def send(self, letter: Letter) -> str:
        if letter.to == "gone":
            raise PortError("left the company", code="chat_address")
        self.sent.append(letter)
        return f"chat-{len(self.sent)}"

    def delivered(self, _to: str, _receipt: str, _sent_at: datetime) -> bool | None:
        return True

    def find(self, _to: str, _reference: str, _since: datetime) -> str | None:
        return None


chat = Chat()


def fake_chat() -> Chat:
    return chat


@pytest.fixture(autouse=True)
def adapters(settings: Any) -> None:
    mail.__init__()  # type: ignore[misc]  # a fresh fake under the same name
    sms.__init__()  # type: ignore[misc]  # as above
    settings.MAIL_SENDER, settings.SMS_SENDER = f"{__name__}.fake_mail", f"{__name__}.fake_sms"
    settings.MESSAGE_PACE = {}


@pytest.fixture
def send(bank: Any) -> Iterator[Send]:
    author = bank.user("head_office_hr", bank.head)

    def route(*names: str, key: str = "feedback-ready") -> None:
        Route.objects.update_or_create(
            key=key,
            audience="candidate",
            defaults={"channels": list(names), "changed_by": author, "changed_at": NOW},
        )

    def call(template: str = "feedback-ready", *, way: tuple[str, ...] = (), **more: Any) -> OutboxMessage:
        if way:
            route(*way, key=template)
        context = CODE if template == "one-time-code" else FEEDBACK
        if template == "reminder":
            context = {name: FEEDBACK[name] for name in ("name", "bank", "job", "link")} | {"closes_at": "x"}
        values = {"to": BOTH, "language": "zh", "context": context, "now": NOW, "candidate_id": new_id()}
        return services.send(
            template=template, unit_id=bank.east.pk, about=("test", new_id()), **(values | more)
        )

    with system_scope("test"):
        yield call


def deliver(message: OutboxMessage, now: datetime = NOW) -> OutboxMessage:
    services.deliver(message_id=message.pk, now=now)
    return OutboxMessage.objects.get(pk=message.pk)


def legs(message: OutboxMessage) -> list[tuple[str, str, str]]:
    return [(leg.channel, leg.state, leg.reason) for leg in Leg.objects.filter(message=message)]


def test_a_phone_that_is_off_sends_the_message_by_mail(send: Send) -> None:
    message = deliver(send(way=("sms", "mail")))
    assert (message.state, legs(message)) == ("sent", [("sms", "sent", "")])
    sms.reached = {"receipt-1": False}
    assert services.follow_up(now=NOW) == 1
    message = deliver(OutboxMessage.objects.get())
    assert (message.channel, message.state, message.fallback_from) == ("mail", "sent", "sms")
    assert legs(message) == [("sms", "undelivered", "undelivered"), ("mail", "sent", "")]
    assert services.follow_up(now=NOW) == 0


def test_without_the_first_address_the_next_is_taken_and_the_way_says_why(send: Send) -> None:
    message = deliver(send(way=("sms", "mail"), to=Addresses(mail="wang@example.com")))
    assert legs(message) == [("sms", "skipped", "no_address"), ("mail", "sent", "")]
    assert message.fallback_from == "sms"


def test_a_further_channel_is_a_line_of_the_settings(send: Send, settings: Any) -> None:
    chat.sent.clear()
    settings.MESSAGE_CHANNELS = settings.MESSAGE_CHANNELS | {"wecom": f"{__name__}.fake_chat"}
    for account, state in (("lin", "delivered"), ("gone", "sent")):
        to = Addresses(mail="wang@example.com", others={"wecom": account})
        message = deliver(send(way=("wecom", "mail"), to=to))
        services.follow_up(now=NOW)
        if account == "gone":
            message = deliver(message)
        assert OutboxMessage.objects.get(pk=message.pk).state == state
    assert [letter.to for letter in chat.sent] == ["lin"]
    assert "您的“柜员”" in chat.sent[0].text
    assert legs(message) == [("wecom", "failed", "chat_address"), ("mail", "sent", "")]


def test_a_short_message_gets_only_the_values_its_words_name_in_order(send: Send) -> None:
    deliver(send(way=("sms",)))
    assert list(sms.sent[0].values) == ["bank", "job", "link"]
    assert sms.sent[0].text.startswith("【测试银行】您的“柜员”")


def test_a_worker_killed_after_the_gateway_took_it_sends_nothing_twice(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = send("one-time-code")

    def killed(*_words: Any) -> None:
        raise KeyboardInterrupt  # after the hand-over, before the mark

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(delivering, "_sent", killed)
        deliver(message)
    assert len(sms.sent) == 1
    assert OutboxMessage.objects.get().claim is not None
    message = deliver(message)
    assert (message.state, message.attempts, len(sms.sent)) == ("sent", 2, 1)
    assert Leg.objects.get().receipt == "receipt-1"


def test_a_worker_killed_before_the_gateway_took_it_sends_it(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = send("one-time-code")

    def killed(*_words: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(delivering, "_send", killed)
        deliver(message)
    assert (deliver(message).state, len(sms.sent)) == ("sent", 1)


def test_after_a_break_mail_goes_again_under_the_same_id_and_never_means_never(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = send(way=("mail",))
    OutboxMessage.objects.update(claim=new_id(), claimed_at=NOW)
    assert deliver(message).state == "sent"
    assert mail.sent[0].reference == str(message.pk)
    once = send(way=("mail",))
    OutboxMessage.objects.filter(pk=once.pk).update(claim=new_id(), claimed_at=NOW)
    careful = channels.MailChannel(mail, 0, after_break="never")
    monkeypatch.setattr(channels, "mail", lambda: careful)
    with pytest.raises(PortError) as caught:
        deliver(once)
    assert (caught.value.code, len(mail.sent)) == ("interrupted", 1)
    assert OutboxMessage.objects.get(pk=once.pk).state == "dead"


@pytest.mark.parametrize("vendor", ["aliyun", "tencent"])
def test_gateways_report_over_http_and_only_what_fits_counts(
    send: Send, settings: Any, vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bole.foundation.queue.defer", lambda *_a, **_k: 1)
    settings.SMS = settings.SMS | {"hook_secret": "s3cret"}
    codes = {"one-time-code.zh": "SMS_1" if vendor == "aliyun" else "1110"}
    gateway: Any = AliyunGateway() if vendor == "aliyun" else TencentGateway()
    answer = gateway.over_http if vendor == "aliyun" else gateway.answer
    with Loopback(answer) as running:
        keys = (running.url, gateway.key_id, gateway.secret)
        sender: Any = (
            AliyunSms(*keys, gateway.sign, codes)
            if vendor == "aliyun"
            else TencentSms(*keys, gateway.app_id, gateway.sign, codes)
        )
        monkeypatch.setattr(f"{__name__}.sms", sender)
        message = deliver(send("one-time-code"))
        assert message.state == "sent"
        hook = f"/hooks/sms/{vendor}/s3cret/"
        pushed: list[tuple[str, Any]] = []
        monkeypatch.setattr("httpx.post", lambda address, json: pushed.append((address, json)))
        gateway.push(hook)
    client, body = Client(), pushed[0][1]
    stranger = [
        {**body[0], "phone_number": "13900139000", "mobile": "13900139000"},
        {**body[0], "biz_id": "1", "out_id": str(new_id()), "sid": "1"},
    ]
    noted: list[dict[str, Any]] = []
    monkeypatch.setattr("bole.foundation.queue.defer", lambda name, **words: noted.append(words))
    kind = {"content_type": "application/json"}
    assert client.post(hook.replace("s3cret", "guess"), body, **kind).status_code == 404
    assert client.post(hook, "no json", **kind).status_code == 422
    assert client.post(hook, stranger, **kind).status_code == 200
    assert noted == []
    assert client.post(hook, body, **kind).status_code == 200
    noted[0].pop("unit_id", None)
    assert services.note_report(now=NOW, **noted[0])
    assert not services.note_report(now=NOW, **noted[0]), "the same word twice is once"
    assert OutboxMessage.objects.get().state == "delivered"


def test_quiet_hours_hold_what_can_wait_in_the_recipient_s_zone(send: Send, settings: Any) -> None:
    settings.QUIET_HOURS = "21:00-08:00"
    night = datetime(2026, 3, 1, 14, tzinfo=UTC)  # 22:00 in Shanghai, 14:00 in London
    held = send(now=night, way=("mail",))
    assert held.not_before == datetime(2026, 3, 2, 0, tzinfo=UTC)
    assert deliver(held, night).state == "queued"
    assert not mail.sent
    assert deliver(held, datetime(2026, 3, 2, 0, 1, tzinfo=UTC)).state == "sent"
    abroad = Addresses(mail="a@example.com", phone="+44 20 7946 0958")
    assert send(now=night, to=abroad).not_before is None
    assert send(now=night, to=Addresses(mail="a@example.com", zone="Europe/London")).not_before is None
    with pytest.raises(InvalidError):
        send(now=night, to=Addresses(mail="a@example.com", zone="Middle/Earth"))
    assert send("one-time-code", now=night).not_before is None
    assert send("feedback-soon", now=night, context=STAFF, candidate_id=None).not_before is None
    late = send(now=datetime(2026, 3, 1, 12, 59, tzinfo=UTC))
    assert deliver(late, night).state == "queued", "what waited into the night waits for the morning"


STAFF = dict.fromkeys(("job", "unit", "number", "due_at", "link"), "x")


@pytest.mark.parametrize(
    ("text", "clock", "ends"),
    [
        ("21:00-08:00", "20:59", None), ("21:00-08:00", "21:00", "08:00"), ("21:00-08:00", "07:59", "08:00"),
        ("21:00-08:00", "08:00", None), ("12:00-13:00", "12:30", "13:00"), ("12:00-12:00", "12:00", None),
    ],
)  # fmt: skip
def test_the_hours(text: str, clock: str, ends: str | None) -> None:
    quiet = hours.parse(text)
    assert quiet is not None
    hour, minute = map(int, clock.split(":"))
    found = quiet.until(datetime(2026, 3, 1, hour, minute, tzinfo=UTC), "UTC")
    assert (found and f"{found:%H:%M}") == ends
    assert found is None or found > datetime(2026, 3, 1, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize("text", ["21-8", "25:00-08:00", "x", "21:00"])
def test_no_hours(text: str) -> None:
    with pytest.raises(InvalidError):
        hours.parse(text)


def test_a_channel_with_a_pace_is_handed_no_more(send: Send, settings: Any) -> None:
    settings.MESSAGE_PACE = {"mail": 2}
    found = [deliver(send(way=("mail",))) for _ in range(6)]
    states = [message.state for message in found]
    assert states == ["sent"] * 3 + ["queued"] * 3, "a second's worth at once, then one after the other"
    slots = [message.not_before for message in found[3:]]
    assert slots == [NOW + timedelta(seconds=s) for s in (1.5, 2, 2.5)]
    assert deliver(found[3], NOW + timedelta(seconds=1.5)).state == "sent"


def test_an_optional_mail_says_how_to_refuse_it_and_others_do_not(
    send: Send, tmp_path: Path, settings: Any
) -> None:
    settings.MAIL_SENDER = "bole.integrations.mail.adapter.sender"
    settings.EMAIL_HOST = "127.0.0.1"
    with MailCatcher(tmp_path) as catcher:
        settings.EMAIL_PORT = catcher.port
        reminder = deliver(send("reminder", way=("mail",)))
        deliver(send(way=("mail",)))
    kept = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(tmp_path.glob("*.eml"))
    ]
    link = services.link_of(reminder.pk)
    assert kept[0]["List-Unsubscribe"] == f"<{link}>"
    assert kept[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in kept[0].get_body(("plain",)).get_content()
    assert kept[1]["List-Unsubscribe"] is None


def test_erasing_leaves_nothing_of_a_person(send: Send) -> None:
    from bole.foundation.messaging import holding

    message = deliver(send("reminder", way=("mail",)))
    services.leave(token=services.link_of(message.pk).split("/m/")[1].strip("/"), via="page", now=NOW)
    assert message.candidate_id is not None
    shown = holding.export(message.candidate_id)
    assert shown["wants_no_more"][0]["template"] == "reminder"
    assert shown["messages"][0]["way"][0]["channel"] == "mail"
    assert holding.erase(message.candidate_id, NOW) == 1
    assert not Leg.objects.exists()
    assert not queries.opted_out(message.candidate_id).exists()


@pytest.mark.parametrize(
    ("text", "units", "segments"),
    [
        ("a" * 160, 160, 1), ("a" * 161, 161, 2), ("€" * 80, 160, 1), ("€" * 81, 162, 2),
        ("验" * 70, 70, 1), ("验" * 71, 71, 2), ("验" * 135, 135, 3), ("😀" * 35, 70, 1), ("", 0, 1),
    ],
)  # fmt: skip
def test_how_long_a_short_message_is(text: str, units: int, segments: int) -> None:
    found = checking.length(text)
    assert (found.units, found.segments) == (units, segments)
