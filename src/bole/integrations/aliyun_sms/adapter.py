"""Short messages through Alibaba Cloud SMS (API ``SendSms``, version 2017-05-25), or what speaks like it.

Carriers let pass registered texts only: the gateway is told the code of a registered template and its values.
Which of our templates is which of theirs stands in BOLE_SMS_TEMPLATES, for example
``one-time-code.zh=SMS_1,one-time-code.en=SMS_2``; the registered text must have the same ``${places}``.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from bole.integrations.aliyun_sms import signing
from bole.ports.errors import PortError
from bole.ports.sms import Sms

ENDPOINT: Final = "https://dysmsapi.aliyuncs.com"
VERSION: Final = "2017-05-25"
DELIVERED, REFUSED = "3", "2"
CHINA: Final = timezone(timedelta(hours=8))
# their code → ours, and whether asking again can help; what stands for a family ends with a dot
FAILURES: Final[tuple[tuple[str, str, bool], ...]] = (
    ("isv.BUSINESS_LIMIT_CONTROL", "sms_limit", False),  # so many a minute, hour and day to one number
    ("isv.DAY_LIMIT_CONTROL", "sms_limit", False),
    ("isv.MOBILE_NUMBER_ILLEGAL", "sms_address", False),
    ("isv.MOBILE_COUNT_OVER_LIMIT", "sms_address", False),
    ("isv.AMOUNT_NOT_ENOUGH", "sms_account", False),
    ("isv.OUT_OF_SERVICE", "sms_account", False),
    ("isv.", "sms_refused", False),
    ("SignatureDoesNotMatch", "sms_login", False),
    ("InvalidAccessKeyId.", "sms_login", False),
    ("Forbidden.", "sms_login", False),
    ("Throttling", "sms_busy", True),
    ("isp.", "sms_down", True),
    ("ServiceUnavailable", "sms_down", True),
    ("InternalError", "sms_down", True),
)


@dataclass(frozen=True, slots=True)
class AliyunSms:
    """SmsSender. ``sign`` is the registered name in front of each message, ``templates`` ours → theirs."""

    endpoint: str
    key_id: str
    secret: str = field(repr=False)
    sign: str
    templates: Mapping[str, str]
    timeout: float = 15.0

    def send(self, sms: Sms) -> str:
        """See SmsSender. Codes: sms_template, sms_limit, sms_address, sms_account, sms_login, sms_refused;
        with another try sms_busy, sms_down.
        """
        code = sms.code or self.templates.get(f"{sms.template}.{sms.language}")
        if code is None:
            reason = f"BOLE_SMS_TEMPLATES has no {sms.template}.{sms.language}"
            raise PortError(reason, code="sms_template")
        answer = self._ask("SendSms", {
            "PhoneNumbers": _number(sms.to), "SignName": self.sign, "TemplateCode": code,
            "TemplateParam": json.dumps(dict(sms.values), ensure_ascii=False), "OutId": sms.reference,
        })  # fmt: skip
        return str(answer.get("BizId", ""))

    def delivered(self, to: str, receipt: str, sent_at: datetime) -> bool | None:
        """See SmsSender (API ``QuerySendDetails``; its days are China's)."""
        answer = self._ask("QuerySendDetails", {
            "PhoneNumber": _number(to), "BizId": receipt, "SendDate": f"{sent_at.astimezone(CHINA):%Y%m%d}",
            "PageSize": "1", "CurrentPage": "1",
        })  # fmt: skip
        details = answer.get("SmsSendDetailDTOs", {}).get("SmsSendDetailDTO", [])
        status = str(details[0].get("SendStatus")) if details else ""
        return {DELIVERED: True, REFUSED: False}.get(status)

    def find(self, to: str, reference: str, since: datetime) -> str | None:
        """See SmsSender: among the day's messages to this number, the one with our OutId. The gateway knows a
        message a moment after it took it."""
        answer = self._ask("QuerySendDetails", {
            "PhoneNumber": _number(to), "SendDate": f"{since.astimezone(CHINA):%Y%m%d}",
            "PageSize": "50", "CurrentPage": "1",
        })  # fmt: skip
        details = answer.get("SmsSendDetailDTOs", {}).get("SmsSendDetailDTO", [])
        for one in details:
            if one.get("OutId") == reference:
                return ""  # the list has no receipts; reports are told apart by our reference
        return None

    def _ask(self, action: str, params: Mapping[str, str]) -> dict[str, Any]:
        query = signing.query_of(params)
        headers = self._headers(action, query)
        try:
            answer = httpx.post(f"{self.endpoint}/?{query}", headers=headers, timeout=self.timeout)
            said = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise PortError("the SMS gateway does not answer", code="sms_down", retryable=True) from error
        if not isinstance(said, dict) or said.get("Code") != "OK":
            raise _failure(str(said.get("Code")) if isinstance(said, dict) else "", answer.status_code)
        return said

    def _headers(self, action: str, query: str) -> dict[str, str]:
        headers = {
            "host": urlsplit(self.endpoint).netloc,
            "x-acs-action": action,
            "x-acs-version": VERSION,
            "x-acs-date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "x-acs-signature-nonce": secrets.token_hex(16),
            "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        }
        known = {"key_id": self.key_id, "secret": self.secret}
        signed = signing.authorization(method="POST", query=query, headers=headers, body=b"", **known)
        return {**headers, "authorization": signed}


def _failure(code: str, status: int) -> PortError:
    for theirs, ours, again in FAILURES:
        if code == theirs or code.startswith(theirs if theirs.endswith(".") else f"{theirs}."):
            return PortError(f"the SMS gateway said {code}", code=ours, retryable=again)
    again = status >= 500
    return PortError(f"the SMS gateway said {code or status}", code="sms_refused", retryable=again)


def _number(to: str) -> str:
    """Numbers of the mainland go without country code, others with it and without the plus."""
    digits = to.replace(" ", "").replace("-", "").removeprefix("+")
    return digits.removeprefix("86") if len(digits) == 13 else digits


def sender() -> AliyunSms:
    """The gateway of the settings (SMS_SENDER names this factory)."""
    sms: dict[str, Any] = settings.SMS
    missing = [name for name in ("key_id", "secret", "sign", "templates") if not sms[name]]
    if missing:
        raise ImproperlyConfigured(f"BOLE_SMS_{', BOLE_SMS_'.join(name.upper() for name in missing)} not set")
    pairs = [entry.partition("=") for entry in sms["templates"]]
    return AliyunSms(
        endpoint=(sms["endpoint"] or ENDPOINT).rstrip("/"),
        key_id=sms["key_id"],
        secret=sms["secret"],
        sign=sms["sign"],
        templates={ours.strip(): theirs.strip() for ours, _, theirs in pairs},
    )
