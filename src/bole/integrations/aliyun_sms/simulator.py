"""An SMS gateway that speaks the wire format of ``SendSms`` and ``QuerySendDetails``; it sends nothing.

For tests and trials: it checks signature, date, nonce, template, number and the limits per number, and
answers with the documented codes.
``python -m bole.integrations.aliyun_sms.simulator --port 8181`` prints each message.
"""

import argparse
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from bole.integrations.aliyun_sms import signing
from bole.integrations.loopback import Loopback, Turns

MOBILE = re.compile(r"1[3-9]\d{9}\Z|[1-9]\d{7,14}\Z")
OLDEST = timedelta(minutes=15)
LIMITS = ((60, 1, "分钟级流控"), (3600, 5, "小时级流控"), (86400, 10, "天级流控"))


class RefusedError(Exception):
    """What the gateway answers instead: status, code, message."""


@dataclass
class Gateway:
    """What the gateway knows. ``unreachable``: phones that are off; ``failures``: codes to answer next."""

    key_id: str = "trial"
    secret: str = "trial-secret"  # noqa: S105  guards nothing
    sign: str = "伯乐"
    templates: tuple[str, ...] = ("SMS_1", "SMS_2")
    unreachable: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    sent: list[dict[str, str]] = field(default_factory=list)
    nonces: set[str] = field(default_factory=set)
    turns: Turns = field(default_factory=lambda: Turns(LIMITS))
    balance: int = 100_000
    report: Callable[[str], None] = lambda _line: None

    def answer(self, query: str, headers: dict[str, str]) -> dict[str, Any]:
        """One request; raises RefusedError."""
        self._check_signature(query, headers)
        if self.failures:
            raise RefusedError(400, self.failures.pop(0), "as asked")
        params = dict(parse_qsl(query, keep_blank_values=True))
        if headers["x-acs-action"] == "SendSms":
            return self._send(params)
        if headers["x-acs-action"] == "QuerySendDetails":
            return self._details(params)
        raise RefusedError(404, "InvalidAction.NotFound", "no such action")

    def over_http(
        self, _method: str, target: str, headers: Mapping[str, str], _body: bytes
    ) -> tuple[int, bytes]:
        """One request as it comes in, one answer as it goes out."""
        try:
            said = {"Code": "OK", "Message": "OK"} | self.answer(urlsplit(target).query, dict(headers))
            status = 200
        except RefusedError as refused:
            status, said = refused.args[0], {"Code": refused.args[1], "Message": refused.args[2]}
        return status, json.dumps(said | {"RequestId": "simulated"}, ensure_ascii=False).encode()

    def push(self, address: str) -> httpx.Response:
        """Tell an address what became of everything sent, in the wire format of ``SmsReport``."""
        entries = [
            {
                "phone_number": one["PhoneNumbers"], "send_time": "2026-11-20 09:29:58",
                "report_time": "2026-11-20 09:30:00", "success": one["PhoneNumbers"] not in self.unreachable,
                "err_code": "" if one["PhoneNumbers"] not in self.unreachable else "MK:0001",
                "err_msg": "", "sms_size": "1", "biz_id": one["BizId"], "out_id": one.get("OutId", ""),
            }
            for one in self.sent
        ]  # fmt: skip
        return httpx.post(address, json=entries)

    def _check_signature(self, query: str, headers: dict[str, str]) -> None:
        if f"Credential={self.key_id}," not in headers.get("authorization", ""):
            raise RefusedError(404, "InvalidAccessKeyId.NotFound", "unknown access key")
        given = {"key_id": self.key_id, "secret": self.secret}
        wanted = signing.authorization(method="POST", query=query, headers=headers, body=b"", **given)
        if wanted != headers["authorization"]:
            raise RefusedError(400, "SignatureDoesNotMatch", "signature does not match")
        then = datetime.strptime(headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        if abs(datetime.now(UTC) - then) > OLDEST:
            raise RefusedError(400, "InvalidTimeStamp.Expired", "date out of range")
        if headers["x-acs-signature-nonce"] in self.nonces:
            raise RefusedError(400, "SignatureNonceUsed", "nonce was used")
        self.nonces.add(headers["x-acs-signature-nonce"])

    def _send(self, params: dict[str, str]) -> dict[str, Any]:
        number = params["PhoneNumbers"]
        if not MOBILE.match(number):
            raise RefusedError(200, "isv.MOBILE_NUMBER_ILLEGAL", "非法手机号")
        if params["SignName"] != self.sign:
            raise RefusedError(200, "isv.SMS_SIGNATURE_ILLEGAL", "短信签名不合法")
        if params["TemplateCode"] not in self.templates:
            raise RefusedError(200, "isv.SMS_TEMPLATE_ILLEGAL", "模板不合法")
        if self.balance < 1:
            raise RefusedError(200, "isv.AMOUNT_NOT_ENOUGH", "账户余额不足")
        limit = self.turns.take(number)
        if limit:
            raise RefusedError(200, "isv.BUSINESS_LIMIT_CONTROL", f"触发{limit}")
        self.balance -= 1
        receipt = f"{len(self.sent) + 1:018d}^0"
        self.sent.append({**params, "BizId": receipt})
        self.report(f"{number} {params['TemplateCode']} {params['TemplateParam']}")
        return {"BizId": receipt}

    def _details(self, params: dict[str, str]) -> dict[str, Any]:
        found = [
            {"PhoneNum": one["PhoneNumbers"], "OutId": one.get("OutId", ""),
             "SendStatus": 2 if one["PhoneNumbers"] in self.unreachable else 3}
            for one in self.sent
            if one["PhoneNumbers"] == params["PhoneNumber"] and params.get("BizId") in {None, one["BizId"]}
        ]  # fmt: skip
        return {"TotalCount": len(found), "SmsSendDetailDTOs": {"SmsSendDetailDTO": found}}


class Simulator(Loopback):
    """The gateway behind a port of this machine while the ``with`` block runs."""

    def __init__(self, gateway: Gateway, port: int = 0) -> None:
        super().__init__(gateway.over_http, port)
        self.gateway = gateway


def main() -> None:
    """Run until Ctrl-C."""
    options = argparse.ArgumentParser(description="An SMS gateway that sends nothing.")
    options.add_argument("--port", type=int, default=8181)
    with Simulator(Gateway(report=print), options.parse_args().port) as simulator:
        print(f"BOLE_SMS_ENDPOINT={simulator.url}", flush=True)
        try:
            simulator.thread.join()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
