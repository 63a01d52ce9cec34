"""The adapter against the simulator over HTTP, and the signature against the published example."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from bole.integrations.loopback import Loopback
from bole.integrations.tencent_sms import adapter, signing
from bole.integrations.tencent_sms.adapter import TencentSms
from bole.integrations.tencent_sms.simulator import Gateway
from bole.ports.errors import PortError
from bole.ports.sms import Sms

NOW = datetime.now(UTC)
VALUES = {"bank": "测试银行", "code": "481516", "minutes": "10"}
SMS = Sms("13800138000", "unused", "ref-1", "one-time-code", "zh", VALUES)


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def sender(gateway: Gateway) -> Iterator[TencentSms]:
    with Loopback(gateway.answer) as running:
        yield TencentSms(
            running.url, gateway.key_id, gateway.secret, gateway.app_id, gateway.sign,
            {"one-time-code.zh": "1110"}, timeout=5,
        )  # fmt: skip


def failure(sender: TencentSms, sms: Sms = SMS) -> tuple[str, bool]:
    with pytest.raises(PortError) as caught:
        sender.send(sms)
    return caught.value.code, caught.value.retryable


def test_the_signature_is_that_of_the_published_example() -> None:
    body = b'{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'
    made = signing.authorization(
        service="cvm", host="cvm.tencentcloudapi.com", action="DescribeInstances", body=body,
        timestamp=1551113065, key_id="AKID" + "*" * 32, secret="*" * 32,
    )  # fmt: skip
    assert made == (
        f"TC3-HMAC-SHA256 Credential=AKID{'*' * 32}/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host;x-tc-action, "
        "Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"
    )


def test_a_message_arrives_with_its_values_in_order(sender: TencentSms, gateway: Gateway) -> None:
    receipt = sender.send(SMS)
    sent = gateway.sent[0]
    assert (sent["PhoneNumber"], sent["TemplateId"]) == ("+8613800138000", "1110")
    assert sent["TemplateParamSet"] == ["测试银行", "481516", "10"]
    assert sender.delivered(SMS.to, receipt, NOW) is True
    assert sender.find(SMS.to, "ref-1", NOW) == receipt
    assert sender.find(SMS.to, "ref-2", NOW) is None
    gateway.unreachable.add("+8613800138000")
    assert sender.delivered(SMS.to, receipt, NOW) is False
    assert sender.delivered(SMS.to, "another", NOW) is None


def test_the_bank_s_own_template_goes_before_the_settings(sender: TencentSms, gateway: Gateway) -> None:
    sender.send(replace(SMS, code="1111"))
    assert gateway.sent[0]["TemplateId"] == "1111"


def test_limits_by_number(sender: TencentSms, gateway: Gateway) -> None:
    clock = [0.0]
    gateway.turns.clock = lambda: clock[0]
    sender.send(SMS)
    assert failure(sender) == ("sms_limit", False)
    for _ in range(4):
        clock[0] += 31
        sender.send(SMS)
    clock[0] += 31
    assert failure(sender) == ("sms_limit", False), "five in an hour"
    clock[0] += timedelta(hours=1).total_seconds()
    sender.send(SMS)
    sender.send(replace(SMS, to="+85251234567"))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"to": "12345"}, "sms_address"),
        ({"template": "nothing"}, "sms_template"),
        ({"code": "9999"}, "sms_template"),
        ({"values": {"code": "1"}}, "sms_refused"),
    ],
)
def test_what_is_refused(sender: TencentSms, change: dict[str, Any], expected: str) -> None:
    assert failure(sender, replace(SMS, **change)) == (expected, False)


@pytest.mark.parametrize(
    ("change", "expected"),
    [({"secret": "x"}, "sms_login"), ({"key_id": "x"}, "sms_login"), ({"app_id": "1"}, "sms_login")],
)
def test_wrong_keys(sender: TencentSms, change: dict[str, Any], expected: str) -> None:
    assert failure(replace(sender, **change)) == (expected, False)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("FailedOperation.InsufficientBalanceInSmsPackage", ("sms_account", False)),
        ("FailedOperation.PhoneNumberInBlacklist", ("sms_address", False)),
        ("RequestLimitExceeded.IPLimitExceeded", ("sms_busy", True)),
        ("InternalError.Timeout", ("sms_down", True)),
        ("FailedOperation.ContainSensitiveWord", ("sms_refused", False)),
    ],
)
def test_documented_errors(
    sender: TencentSms, gateway: Gateway, code: str, expected: tuple[str, bool]
) -> None:
    gateway.failures.append(code)
    assert failure(sender) == expected


def test_no_balance_and_nobody_there(sender: TencentSms, gateway: Gateway) -> None:
    gateway.balance = 0
    assert failure(sender) == ("sms_account", False)
    assert failure(replace(sender, endpoint="http://127.0.0.1:9")) == ("sms_down", True)


def test_an_answer_that_is_none(gateway: Gateway) -> None:
    for said in (b"[]", b'{"Response": []}', b"<html>", b'{"Response": {"SendStatusSet": null}}'):
        with Loopback(lambda *_a, said=said: (200, said)) as running:
            there = TencentSms(running.url, "a", "b", "c", "d", {"one-time-code.zh": "1"}, timeout=5)
            assert failure(there)[0] in {"sms_down", "sms_refused"}


def test_settings(settings: Any) -> None:
    settings.SMS = {
        "endpoint": "", "key_id": "a", "secret": "b", "sign": "伯乐", "templates": ["one-time-code.zh= 1110"],
        "app_id": "1400006666", "region": "", "hook_secret": "",
    }  # fmt: skip
    made = adapter.sender()
    assert (made.endpoint, made.region) == (adapter.ENDPOINT, adapter.REGION)
    assert made.templates == {"one-time-code.zh": "1110"}
    settings.SMS = settings.SMS | {"app_id": ""}
    with pytest.raises(ImproperlyConfigured, match="APP_ID"):
        adapter.sender()
