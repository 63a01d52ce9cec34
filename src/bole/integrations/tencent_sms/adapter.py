"""Short messages through Tencent Cloud SMS (API ``SendSms``, version 2021-01-11), or what speaks like it.

The gateway is told the number of a registered template and the values of its places ``{1}``, ``{2}`` … in
order: the n-th is what stands in the n-th different place of our text. Which of our templates is which of
theirs stands in BOLE_SMS_TEMPLATES (``one-time-code.zh=1110``) or with the bank's own wording.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from bole.integrations.tencent_sms import signing
from bole.ports.errors import PortError
from bole.ports.sms import Sms

ENDPOINT: Final = "https://sms.tencentcloudapi.com"
VERSION: Final = "2021-01-11"
REGION: Final = "ap-guangzhou"
SERVICE: Final = "sms"
OK: Final = "Ok"
LOOK_BACK: Final = timedelta(minutes=2)
# their code → ours, and whether asking again can help; what stands for a family ends with a dot
FAILURES: Final[tuple[tuple[str, str, bool], ...]] = (
    ("LimitExceeded.PhoneNumber", "sms_limit", False),  # so many in 30 s, an hour, a day to one number
    ("LimitExceeded.DeliveryFrequencyLimit", "sms_limit", False),
    ("LimitExceeded.AppDailyLimit", "sms_account", False),
    ("LimitExceeded.DailyLimit", "sms_account", False),
    ("LimitExceeded", "sms_busy", True),
    ("RequestLimitExceeded", "sms_busy", True),
    ("InvalidParameterValue.IncorrectPhoneNumber", "sms_address", False),
    ("FailedOperation.PhoneNumberInBlacklist", "sms_address", False),
    ("FailedOperation.InsufficientBalanceInSmsPackage", "sms_account", False),
    ("FailedOperation.TemplateIncorrectOrUnapproved", "sms_template", False),
    ("FailedOperation.TemplateUnapprovedOrNotExist", "sms_template", False),
    ("AuthFailure", "sms_login", False),
    ("UnauthorizedOperation", "sms_login", False),
    ("InternalError", "sms_down", True),
    ("ServiceUnavailable", "sms_down", True),
)


@dataclass(frozen=True, slots=True)
class TencentSms:
    """SmsSender. ``app_id`` is the SmsSdkAppId, ``sign`` the registered name in front of each message."""

    endpoint: str
    key_id: str
    secret: str = field(repr=False)
    app_id: str
    sign: str
    templates: Mapping[str, str]
    region: str = REGION
    timeout: float = 15.0

    def send(self, sms: Sms) -> str:
        """See SmsSender. Codes: sms_template, sms_limit, sms_address, sms_account, sms_login, sms_refused;
        with another try sms_busy, sms_down.
        """
        code = sms.code or self.templates.get(f"{sms.template}.{sms.language}")
        if code is None:
            raise PortError(f"no template for {sms.template}.{sms.language}", code="sms_template")
        answer = self._ask("SendSms", {
            "PhoneNumberSet": [number(sms.to)], "SmsSdkAppId": self.app_id, "TemplateId": code,
            "SignName": self.sign, "TemplateParamSet": list(sms.values.values()),
            "SessionContext": sms.reference,
        })  # fmt: skip
        told = (answer.get("SendStatusSet") or [{}])[0]
        if told.get("Code") != OK:
            raise _failure(str(told.get("Code", "")))
        return str(told.get("SerialNo", ""))

    def delivered(self, to: str, receipt: str, sent_at: datetime) -> bool | None:
        """See SmsSender (API ``PullSmsSendStatusByPhoneNumber``)."""
        for one in self._statuses(to, sent_at):
            if one.get("SerialNo") == receipt:
                return {"SUCCESS": True, "FAIL": False}.get(str(one.get("ReportStatus")))
        return None

    def find(self, to: str, reference: str, since: datetime) -> str | None:
        """See SmsSender: the message that brings our SessionContext back. The gateway lists a message once
        the carrier said something about it."""
        for one in self._statuses(to, since):
            if one.get("SessionContext") == reference:
                return str(one.get("SerialNo", ""))
        return None

    def _statuses(self, to: str, since: datetime) -> list[dict[str, Any]]:
        answer = self._ask("PullSmsSendStatusByPhoneNumber", {
            "BeginTime": int((since - LOOK_BACK).timestamp()), "Offset": 0, "Limit": 100,
            "PhoneNumber": number(to), "SmsSdkAppId": self.app_id,
        })  # fmt: skip
        found: list[dict[str, Any]] = answer.get("PullSmsSendStatusSet") or []
        return found

    def _ask(self, action: str, params: Mapping[str, Any]) -> dict[str, Any]:
        body = json.dumps(params, ensure_ascii=False).encode()
        try:
            answer = httpx.post(
                f"{self.endpoint}/", content=body, headers=self._headers(action, body), timeout=self.timeout
            )
            said = answer.json()["Response"]
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise PortError("the SMS gateway does not answer", code="sms_down", retryable=True) from error
        if not isinstance(said, dict):
            raise PortError("the SMS gateway does not answer", code="sms_down", retryable=True)
        if "Error" in said:
            raise _failure(str(said["Error"].get("Code", "")))
        return said

    def _headers(self, action: str, body: bytes) -> dict[str, str]:
        now, host = int(time.time()), urlsplit(self.endpoint).netloc
        keys = {"key_id": self.key_id, "secret": self.secret}
        return {
            "Content-Type": signing.CONTENT_TYPE,
            "Host": host,
            "X-TC-Action": action,
            "X-TC-Version": VERSION,
            "X-TC-Region": self.region,
            "X-TC-Timestamp": str(now),
            "Authorization": signing.authorization(
                service=SERVICE, host=host, action=action, body=body, timestamp=now, **keys
            ),
        }


def number(to: str) -> str:
    """E.164; a number of the mainland without country code gets one."""
    digits = to.replace(" ", "").replace("-", "")
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return digits if digits.startswith("+") else f"+86{digits}"


def _failure(code: str) -> PortError:
    for theirs, ours, again in FAILURES:
        if code.startswith(theirs):
            return PortError(f"the SMS gateway said {code}", code=ours, retryable=again)
    return PortError(f"the SMS gateway said {code or 'nothing'}", code="sms_refused")


def sender() -> TencentSms:
    """The gateway of the settings (SMS_SENDER names this factory)."""
    sms: dict[str, Any] = settings.SMS
    missing = [name for name in ("key_id", "secret", "sign", "app_id") if not sms[name]]
    if missing:
        raise ImproperlyConfigured(f"BOLE_SMS_{', BOLE_SMS_'.join(name.upper() for name in missing)} not set")
    pairs = [entry.partition("=") for entry in sms["templates"]]
    return TencentSms(
        endpoint=(sms["endpoint"] or ENDPOINT).rstrip("/"),
        key_id=sms["key_id"],
        secret=sms["secret"],
        app_id=sms["app_id"],
        sign=sms["sign"],
        templates={ours.strip(): theirs.strip() for ours, _, theirs in pairs},
        region=sms["region"] or REGION,
    )
