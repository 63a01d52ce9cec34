"""天眼查's interface on loopback, with the faults it has. Its companies are invented.

``python -m bole.integrations.tianyancha.simulator --port 8193`` for trials.
"""

import argparse
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar, Literal
from urllib.parse import parse_qs, urlsplit

from bole.integrations.loopback import Listening, Speaker
from bole.integrations.tianyancha.adapter import PATH

Fault = Literal["slow", "drop", "error", "too_fast", "no_balance", "failed", "not_json"]
CODES: dict[str, tuple[int, str]] = {
    "too_fast": (300004, "访问频率过快"),
    "no_balance": (300006, "余额不足"),
    "failed": (300001, "请求失败"),
}


def company(name: str, established: int, **more: Any) -> dict[str, Any]:
    """A record; ``established`` in milliseconds since 1970."""
    return {
        "id": 22822,
        "name": name,
        "historyNameList": [],
        "regStatus": "存续",
        "estiblishTime": established,
        "cancelDate": None,
        "revokeDate": None,
        "creditCode": "91440101MA00000000",
        **more,
    }


@dataclass
class Records(Listening):
    """Listens while the ``with`` block runs. ``faults`` are used up one per request; then it behaves."""

    token: str = "trial"  # noqa: S105  guards nothing
    port: int = 0
    companies: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault | None] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def speaker(self) -> type[BaseHTTPRequestHandler]:
        """Speaks the contract."""
        return _handler(self)

    def look_up(self, keyword: str) -> dict[str, Any]:
        """By present or former name, as the interface does."""
        self.asked.append(keyword)
        for one in self.companies:
            if keyword in (one["name"], *one["historyNameList"]):
                return {"error_code": 0, "reason": "ok", "result": one}
        return {"error_code": 300000, "reason": "无数据"}


class _Speaker(Speaker):
    """One request; ``records`` is set by the subclass of the running server."""

    records: Records
    refusals: ClassVar[Mapping[str, int]] = {"error": 500}

    def heard(self) -> None:
        """Look a name up."""
        fault = self.records.faults.pop(0) if self.records.faults else None
        parts = urlsplit(self.path)
        if parts.path == PATH:
            query = parse_qs(parts.query)
            self.reply(fault, lambda: (200, self._said(fault, query)), self.records.wait)
        else:
            self.say(404, b"{}")

    def _said(self, fault: str | None, query: dict[str, list[str]]) -> dict[str, Any]:
        if self.headers.get("Authorization") != self.records.token:
            return {"error_code": 300009, "reason": "账号信息有误"}
        if fault in CODES:
            code, reason = CODES[fault]
            return {"error_code": code, "reason": reason}
        if "keyword" not in query:
            return {"error_code": 300008, "reason": "缺少必要参数"}
        return self.records.look_up(query["keyword"][0])


def _handler(records: Records) -> type[BaseHTTPRequestHandler]:
    return type("Speaker", (_Speaker,), {"records": records})


def main() -> int:
    """Run until interrupted."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=8193)
    with Records(port=options.parse_args().port) as records:
        records.companies.append(company("青山农村商业银行", 1_104_508_800_000))
        print(f"{records.url}, token {records.token}")
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    raise SystemExit(main())
