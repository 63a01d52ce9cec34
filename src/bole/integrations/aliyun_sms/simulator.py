"""An SMS gateway that speaks the wire format of ``SendSms`` and ``QuerySendDetails``; it sends nothing.

For tests and trials: it checks signature, date, nonce, template, number and the limits per number, and
answers with the documented codes.
``python -m bole.integrations.aliyun_sms.simulator --port 8181`` prints each message.
"""

import argparse
import json
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from bole.integrations.aliyun_sms import signing

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
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
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
        self._take_turn(number)
        receipt = f"{len(self.sent) + 1:018d}^0"
        self.sent.append({**params, "BizId": receipt})
        self.report(f"{number} {params['TemplateCode']} {params['TemplateParam']}")
        return {"BizId": receipt}

    def _take_turn(self, number: str) -> None:
        now = time.monotonic()
        for seconds, most, words in LIMITS:
            if sum(now - at < seconds for at in self.times[number]) >= most:
                raise RefusedError(200, "isv.BUSINESS_LIMIT_CONTROL", f"触发{words}Permits:{most}")
        self.times[number].append(now)

    def _details(self, params: dict[str, str]) -> dict[str, Any]:
        found = [
            {"PhoneNum": one["PhoneNumbers"], "OutId": one.get("OutId", ""), "BizId": one["BizId"],
             "SendStatus": 2 if one["PhoneNumbers"] in self.unreachable else 3}
            for one in self.sent
            if one["PhoneNumbers"] == params["PhoneNumber"] and params.get("BizId") in {None, one["BizId"]}
        ]  # fmt: skip
        return {"TotalCount": len(found), "SmsSendDetailDTOs": {"SmsSendDetailDTO": found}}


class Simulator:
    """The gateway behind a port of this machine while the ``with`` block runs."""

    def __init__(self, gateway: Gateway, port: int = 0) -> None:
        self.gateway = gateway
        self.server = ThreadingHTTPServer(("127.0.0.1", port), _handler(gateway))
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """What BOLE_SMS_ENDPOINT is set to."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def _handler(gateway: Gateway) -> type[BaseHTTPRequestHandler]:
    turn = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                with turn:
                    said = {"Code": "OK", "Message": "OK"} | gateway.answer(
                        urlsplit(self.path).query, headers
                    )
                status = 200
            except RefusedError as refused:
                status, said = refused.args[0], {"Code": refused.args[1], "Message": refused.args[2]}
            body = json.dumps(said | {"RequestId": "simulated"}, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """The gateway reports for itself."""

    return Handler


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
