"""An SMS gateway that speaks the wire format of Tencent Cloud's ``SendSms`` and
``PullSmsSendStatusByPhoneNumber``; it sends nothing.

For tests and trials: it checks signature, time, application, sign, template, number of values, number,
balance and the limits per number, and answers with the documented codes.
``python -m bole.integrations.tencent_sms.simulator --port 8182`` prints each message.
"""

import argparse
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from bole.integrations.loopback import Loopback, Turns
from bole.integrations.tencent_sms import signing

NUMBER = re.compile(r"\+861[3-9]\d{9}\Z|\+(?!86)[1-9]\d{6,14}\Z")
OLDEST = 300  # seconds between the request's time and ours
LIMITS = (
    (30, 1, "LimitExceeded.PhoneNumberThirtySecondLimit"),
    (3600, 5, "LimitExceeded.PhoneNumberOneHourLimit"),
    (86400, 10, "LimitExceeded.PhoneNumberDailyLimit"),
)


class RefusedError(Exception):
    """What the gateway answers in ``Error`` instead: a code."""


@dataclass
class Gateway:
    """What the gateway knows. ``templates``: number → how many values; ``unreachable``: phones that are off;
    ``failures``: codes to answer next."""

    key_id: str = "trial"
    secret: str = "trial-secret"  # noqa: S105  guards nothing
    app_id: str = "1400006666"
    sign: str = "伯乐"
    templates: dict[str, int] = field(default_factory=lambda: {"1110": 3, "1111": 3})
    balance: int = 100_000
    unreachable: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    turns: Turns = field(default_factory=lambda: Turns(LIMITS))
    report: Callable[[str], None] = lambda _line: None

    def answer(
        self, _method: str, _target: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, bytes]:
        """One request; every answer is a 200, as there."""
        try:
            said = self._answer(headers, body)
        except RefusedError as refused:
            said = {"Error": {"Code": refused.args[0], "Message": refused.args[0]}}
        whole = {"Response": said | {"RequestId": "simulated"}}
        return 200, json.dumps(whole, ensure_ascii=False).encode()

    def push(self, address: str) -> httpx.Response:
        """Tell an address what became of everything sent, in the wire format of the status callback."""
        entries = [
            {
                "user_receive_time": "2026-11-20 09:30:00", "nationcode": one["PhoneNumber"][1:3],
                "mobile": one["PhoneNumber"][3:], "report_status": self._state(one),
                "errmsg": "DELIVRD" if self._state(one) == "SUCCESS" else "MK:0000",
                "description": "", "sid": one["SerialNo"],
            }
            for one in self.sent
        ]  # fmt: skip
        return httpx.post(address, json=entries)

    def _answer(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        self._check_signature(headers, body)
        if self.failures:
            raise RefusedError(self.failures.pop(0))
        params = json.loads(body)
        if params.get("SmsSdkAppId") != self.app_id:
            raise RefusedError("UnauthorizedOperation.SmsSdkAppIdVerifyFail")
        if headers["x-tc-action"] == "SendSms":
            return self._send(params)
        if headers["x-tc-action"] == "PullSmsSendStatusByPhoneNumber":
            return {"PullSmsSendStatusSet": self._statuses(params["PhoneNumber"])}
        raise RefusedError("InvalidAction")

    def _check_signature(self, headers: Mapping[str, str], body: bytes) -> None:
        given = headers.get("authorization", "")
        if f"Credential={self.key_id}/" not in given:
            raise RefusedError("AuthFailure.SecretIdNotFound")
        timestamp = int(headers.get("x-tc-timestamp", "0"))
        if abs(time.time() - timestamp) > OLDEST:
            raise RefusedError("AuthFailure.SignatureExpire")
        wanted = signing.authorization(
            service="sms", host=headers["host"], action=headers["x-tc-action"], body=body,
            timestamp=timestamp, key_id=self.key_id, secret=self.secret,
        )  # fmt: skip
        if wanted != given:
            raise RefusedError("AuthFailure.SignatureFailure")

    def _send(self, params: dict[str, Any]) -> dict[str, Any]:
        if params["SignName"] != self.sign:
            raise RefusedError("FailedOperation.SignatureIncorrectOrUnapproved")
        if params["TemplateId"] not in self.templates:
            raise RefusedError("FailedOperation.TemplateIncorrectOrUnapproved")
        if len(params["TemplateParamSet"]) != self.templates[params["TemplateId"]]:
            raise RefusedError("InvalidParameterValue.TemplateParameterLengthLimit")
        return {"SendStatusSet": [self._one(number, params) for number in params["PhoneNumberSet"]]}

    def _one(self, number: str, params: dict[str, Any]) -> dict[str, Any]:
        code = self._obstacle(number)
        told = {
            "PhoneNumber": number, "SessionContext": params.get("SessionContext", ""), "IsoCode": "CN",
            "SerialNo": "" if code else f"2028:{len(self.sent):012d}", "Fee": 0 if code else 1,
            "Code": code or "Ok", "Message": code or "send success",
        }  # fmt: skip
        if not code:
            self.balance -= 1
            self.sent.append({**params, **told})
            self.report(f"{number} {params['TemplateId']} {params['TemplateParamSet']}")
        return told

    def _obstacle(self, number: str) -> str:
        if not NUMBER.match(number):
            return "InvalidParameterValue.IncorrectPhoneNumber"
        if self.balance < 1:
            return "FailedOperation.InsufficientBalanceInSmsPackage"
        return self.turns.take(number)

    def _state(self, one: dict[str, Any]) -> str:
        return "FAIL" if one["PhoneNumber"] in self.unreachable else "SUCCESS"

    def _statuses(self, number: str) -> list[dict[str, Any]]:
        return [
            {
                "UserReceiveTime": 1, "CountryCode": "86", "SubscriberNumber": number[3:],
                "PhoneNumber": number, "SerialNo": one["SerialNo"], "ReportStatus": self._state(one),
                "Description": "", "SessionContext": one["SessionContext"],
            }
            for one in self.sent
            if one["PhoneNumber"] == number
        ]  # fmt: skip


def main() -> None:
    """Run until Ctrl-C."""
    options = argparse.ArgumentParser(description="An SMS gateway that sends nothing.")
    options.add_argument("--port", type=int, default=8182)
    with Loopback(Gateway(report=print).answer, options.parse_args().port) as running:
        print(f"BOLE_SMS_ENDPOINT={running.url}", flush=True)
        try:
            running.thread.join()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
