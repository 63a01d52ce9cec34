"""A gateway that speaks the contract on loopback, with the faults real ones have. It knows nobody.

``python -m bole.integrations.check_contract.simulator --port 8192 --callback URL`` for trials.
"""

import argparse
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar, Literal

import httpx
from standardwebhooks.webhooks import Webhook

from bole.integrations.loopback import Listening, Speaker

Fault = Literal["slow", "busy", "error", "refused", "not_json", "drop"]
REFUSALS: dict[str, int] = {"busy": 429, "error": 500, "refused": 401}
SECRET = "whsec_dHJpYWwtc2VjcmV0LW9mLXRoZS1zaW11bGF0b3I="  # noqa: S105  guards nothing
Check = dict[str, Any]
Answering = Callable[[Check], tuple[str, dict[str, str]]]


def agreeing(check: Check) -> tuple[str, dict[str, str]]:
    """A source that holds exactly what was claimed."""
    claims: dict[str, str] = dict(check["claims"])
    if check["kind"] == "identity":
        claims = {"match": "yes"}
    if check["kind"] == "conduct":
        claims = {"record": "none"}
    return "found", claims


@dataclass
class Gateway(Listening):
    """Listens while the ``with`` block runs. ``faults`` are used up one per request; then it behaves.

    ``down`` (a whole day of it) drops every request; ``at_once``: answer when asked instead of by callback.
    """

    root: ClassVar[str] = "/v1"

    key: str = "trial"
    secret: str = SECRET
    callback: str = ""
    port: int = 0
    answering: Answering = agreeing
    at_once: bool = False
    down: bool = False
    retry_after: int = 30
    faults: list[Fault | None] = field(default_factory=list)
    checks: dict[str, Check] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    def speaker(self) -> type[BaseHTTPRequestHandler]:
        """Speaks the contract."""
        return _handler(self)

    def create(self, body: Check) -> dict[str, Any]:
        """Once per reference."""
        known = next((one for one in self.checks.values() if one["reference"] == body["reference"]), None)
        if known is None:
            known = {**body, "id": f"sim-{len(self.checks) + 1}", "state": "running"}
            self.checks[known["id"]] = known
            if self.at_once:
                self.finish(known["id"], *self.answering(known))
        return shown(known)

    def finish(self, foreign_id: str, verdict: str, facts: Mapping[str, str]) -> dict[str, Any]:
        """Answer a question; a second time is a correction. Gives the body of the result."""
        one = self.checks[foreign_id]
        one["state"] = "done"
        one["result"] = {
            "id": foreign_id,
            "reference": one["reference"],
            "verdict": verdict,
            "facts": dict(facts),
            "source_version": "simulator 1.0",
            "finished_at": datetime.now(UTC).isoformat(),
        }
        result: dict[str, Any] = one["result"]
        return result

    def delivery(
        self, foreign_id: str, *, nonce: str, age: timedelta = timedelta(), secret: str = ""
    ) -> tuple[dict[str, str], bytes]:
        """Headers and body of a callback; ``age`` and ``secret`` make it late or wrong."""
        body = json.dumps(self.checks[foreign_id]["result"], ensure_ascii=False)
        at = datetime.now(UTC) - age
        headers = {
            "webhook-id": nonce,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(secret or self.secret).sign(nonce, at, body),
            "content-type": "application/json",
        }
        return headers, body.encode()

    def deliver(self, foreign_id: str, *, nonce: str) -> int:
        """Call back as a gateway would; gives the status."""
        headers, body = self.delivery(foreign_id, nonce=nonce)
        return httpx.post(
            self.callback, content=body, headers=headers, timeout=10, trust_env=False
        ).status_code


def shown(one: Check) -> dict[str, Any]:
    """A check as the contract shows it."""
    return {name: one[name] for name in ("id", "state", "result") if name in one}


class _Speaker(Speaker):
    """One request of the contract; ``gateway`` is set by the subclass of the running server."""

    gateway: Gateway
    refusals = REFUSALS

    def heard(self) -> None:
        """Ask, look up, cancel."""
        body = self.sent()
        gateway = self.gateway
        gateway.requests.append(f"{self.command} {self.path}")
        fault: str | None = gateway.faults.pop(0) if gateway.faults else None
        fault = "drop" if gateway.down else fault
        if fault not in {"slow", "drop"} and self.headers.get("Authorization") != f"Bearer {gateway.key}":
            fault = "refused"
        self.reply(fault, lambda: self._made(body), gateway.wait)

    def _made(self, body: Check) -> tuple[int, dict[str, Any]]:
        if self.command == "POST":
            return (201, self.gateway.create(body)) if self.path == "/v1/checks" else (404, {})
        if self.command == "DELETE":
            return self._cancel()
        return (200, shown(one)) if (one := self._one()) else (404, {})

    def _one(self) -> Check | None:
        return self.gateway.checks.get(self.path.removeprefix("/v1/checks/"))

    def _cancel(self) -> tuple[int, dict[str, Any]]:
        one = self._one()
        if one is None:
            return 404, {}
        one["cancelled"] = True
        return 204, {}


def _handler(gateway: Gateway) -> type[BaseHTTPRequestHandler]:
    return type("Speaker", (_Speaker,), {"gateway": gateway, "retry_after": gateway.retry_after})


def main() -> int:
    """Run until interrupted; every new check is answered with what was claimed and called back at once."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=8192)
    options.add_argument("--callback", required=True)
    args = options.parse_args()
    with Gateway(port=args.port, callback=args.callback) as gateway:
        print(f"{gateway.url}, key {gateway.key}, secret {gateway.secret}")
        while True:
            time.sleep(1)
            for foreign, one in list(gateway.checks.items()):
                if one["state"] == "running":
                    gateway.finish(foreign, *gateway.answering(one))
                    print(foreign, gateway.deliver(foreign, nonce=f"msg-{foreign}"))


if __name__ == "__main__":
    raise SystemExit(main())
