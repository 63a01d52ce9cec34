"""The adapter against the simulator over HTTP, and the signature against the published example."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from django.core.exceptions import ImproperlyConfigured

from bole.integrations.aliyun_sms import adapter, signing
from bole.integrations.aliyun_sms.adapter import AliyunSms
from bole.integrations.aliyun_sms.simulator import Gateway, Simulator
from bole.ports.errors import PortError
from bole.ports.sms import Sms

NOW = datetime.now(UTC)
VALUES = {"bank": "测试银行", "code": "481516", "minutes": "10"}
SMS = Sms("+8613800138000", "unused", "ref-1", "one-time-code", "zh", VALUES)


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def sender(gateway: Gateway) -> Iterator[AliyunSms]:
    with Simulator(gateway) as simulator:
        templates = {"one-time-code.zh": "SMS_1", "one-time-code.en": "SMS_2"}
        yield AliyunSms(simulator.url, gateway.key_id, gateway.secret, gateway.sign, templates, timeout=5)


def failure(sender: AliyunSms, sms: Sms = SMS) -> tuple[str, bool]:
    with pytest.raises(PortError) as caught:
        sender.send(sms)
    return caught.value.code, caught.value.retryable


def test_the_signature_is_that_of_the_published_example() -> None:
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
        "user-agent": "is not signed",
    }
    image = "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"
    made = signing.authorization(
        method="POST", query=signing.query_of({"RegionId": "cn-shanghai", "ImageId": image}), headers=headers,
        body=b"", key_id="YourAccessKeyId", secret="YourAccessKeySecret",
    )  # fmt: skip
    assert made.endswith("Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")


def test_a_message_arrives_with_its_values(sender: AliyunSms, gateway: Gateway) -> None:
    receipt = sender.send(SMS)
    sent = gateway.sent[0]
    assert (sent["PhoneNumbers"], sent["TemplateCode"], sent["OutId"]) == ("13800138000", "SMS_1", "ref-1")
    assert json.loads(sent["TemplateParam"]) == VALUES
    assert receipt == sent["BizId"]
    assert sender.delivered(SMS.to, receipt, NOW) is True
    assert sender.delivered(SMS.to, "unknown", NOW) is None
    gateway.unreachable.add("13800138000")
    assert sender.delivered(SMS.to, receipt, NOW) is False


def test_numbers_abroad_keep_their_country(sender: AliyunSms, gateway: Gateway) -> None:
    sender.send(replace(SMS, to="+852 6123 4567", language="en"))
    assert (gateway.sent[0]["PhoneNumbers"], gateway.sent[0]["TemplateCode"]) == ("85261234567", "SMS_2")


def test_the_second_message_of_a_minute_is_refused_for_good(sender: AliyunSms, gateway: Gateway) -> None:
    sender.send(SMS)
    assert failure(sender) == ("sms_limit", False)
    sender.send(replace(SMS, to="+8613800138001"))
    assert len(gateway.sent) == 2


@pytest.mark.parametrize(
    ("code", "ours"),
    [
        ("isv.AMOUNT_NOT_ENOUGH", ("sms_account", False)),
        ("isv.SMS_CONTENT_ILLEGAL", ("sms_refused", False)),
        ("isp.SYSTEM_ERROR", ("sms_down", True)),
        ("Throttling.User", ("sms_busy", True)),
        ("isp.GATEWAY_ERROR", ("sms_down", True)),
        ("SomethingNew", ("sms_refused", False)),
    ],
)
def test_every_failure_has_a_name(sender: AliyunSms, gateway: Gateway, code: str, ours: Any) -> None:
    gateway.failures.append(code)
    assert failure(sender) == ours
    assert gateway.sent == []


def test_wrong_keys_names_and_numbers(sender: AliyunSms) -> None:
    assert failure(replace(sender, secret="other")) == ("sms_login", False)
    assert failure(replace(sender, key_id="other")) == ("sms_login", False)
    assert failure(replace(sender, sign="other")) == ("sms_refused", False)
    assert failure(sender, replace(SMS, to="+86123")) == ("sms_address", False)
    assert failure(sender, replace(SMS, template="invitation")) == ("sms_template", False)
    assert failure(replace(sender, endpoint="http://127.0.0.1:1")) == ("sms_down", True)


def test_a_request_heard_on_the_way_cannot_be_sent_again(
    sender: AliyunSms, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, dict[str, str]]] = []
    real = httpx.post

    def listening(url: str, *, headers: dict[str, str], timeout: float) -> httpx.Response:
        heard.append((url, headers))
        return real(url, headers=headers, timeout=timeout)

    monkeypatch.setattr(httpx, "post", listening)
    sender.send(SMS)
    url, headers = heard[0]
    assert real(url, headers=headers).json()["Code"] == "SignatureNonceUsed"
    other = url.replace("13800138000", "13900139000")
    assert real(other, headers=headers).json()["Code"] == "SignatureDoesNotMatch"


def test_half_configured_is_said_at_once(settings: Any) -> None:
    settings.SMS = {"endpoint": "x", "key_id": "k", "secret": "", "sign": "s", "templates": []}
    with pytest.raises(ImproperlyConfigured, match="BOLE_SMS_SECRET, BOLE_SMS_TEMPLATES"):
        adapter.sender()
