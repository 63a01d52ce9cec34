"""An engine that speaks the contract on loopback, with the faults real ones have. It interviews nobody.

``python -m bole.integrations.interview_engine.simulator --port 8191 --callback URL`` for trials.
"""

import argparse
import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar, Literal

import httpx
from standardwebhooks.webhooks import Webhook

from bole.integrations.loopback import Listening, Speaker

Fault = Literal["timeout", "busy", "error", "refused", "not_json", "off_scale", "drop"]
REFUSALS: dict[str, int] = {"busy": 429, "error": 500, "refused": 401}
SECRET = "whsec_dHJpYWwtc2VjcmV0LW9mLXRoZS1zaW11bGF0b3I="  # noqa: S105  guards nothing


@dataclass
class Engine(Listening):
    """Listens while the ``with`` block runs. ``faults`` are used up one per request; then it behaves."""

    root: ClassVar[str] = "/v1"

    key: str = "trial"
    secret: str = SECRET
    callback: str = ""
    port: int = 0
    faults: list[Fault | None] = field(default_factory=list)
    interviews: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    def speaker(self) -> type[BaseHTTPRequestHandler]:
        """Speaks the contract."""
        return _handler(self)

    def create(self, body: dict[str, Any]) -> dict[str, Any]:
        """Once per reference."""
        known = next((one for one in self.interviews.values() if one["reference"] == body["reference"]), None)
        if known is None:
            foreign = f"sim-{len(self.interviews) + 1}"
            known = {"id": foreign, "reference": body["reference"], "state": "created", "asked": body}
            self.interviews[foreign] = known
        return {"id": known["id"], "link": f"{self.url}/take/{known['id']}"}

    def finish(self, foreign_id: str, scores: dict[str, float], *, partial: bool = False) -> dict[str, Any]:
        """End an interview with these scores of 0–10; gives the body of its result."""
        one = self.interviews[foreign_id]
        one["state"] = "done"
        one["result"] = {
            "id": foreign_id,
            "reference": one["reference"],
            "engine_version": "simulator 1.0",
            "partial": partial,
            "finished_at": datetime.now(UTC).isoformat(),
            "scale": {"min": 0, "max": 10},
            "scores": [
                {"key": key, "label": key, "value": value, "evidence": ["（模拟）我先向客户道歉"]}
                for key, value in scores.items()
            ],
        }
        result: dict[str, Any] = one["result"]
        return result

    def delivery(
        self, foreign_id: str, *, nonce: str, age: timedelta = timedelta(), secret: str = ""
    ) -> tuple[dict[str, str], bytes]:
        """Headers and body of a callback; ``age`` and ``secret`` make it late or wrong."""
        body = json.dumps(self.interviews[foreign_id]["result"], ensure_ascii=False)
        at = datetime.now(UTC) - age
        signature = Webhook(secret or self.secret).sign(nonce, at, body)
        headers = {
            "webhook-id": nonce,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": signature,
            "content-type": "application/json",
        }
        return headers, body.encode()

    def deliver(self, foreign_id: str, *, nonce: str) -> int:
        """Call back as an engine would; gives the status."""
        headers, body = self.delivery(foreign_id, nonce=nonce)
        return httpx.post(
            self.callback, content=body, headers=headers, timeout=10, trust_env=False
        ).status_code


class _Speaker(Speaker):
    """One request of the contract; ``engine`` is set by the subclass of the running server."""

    engine: Engine
    silent = "timeout"
    refusals = REFUSALS

    def heard(self) -> None:
        """Create, look up, fetch the result."""
        body, engine = self.sent(), self.engine
        engine.requests.append(f"{self.command} {self.path}")
        fault: str | None = engine.faults.pop(0) if engine.faults else None
        if fault not in {"timeout", "drop"} and self.headers.get("Authorization") != f"Bearer {engine.key}":
            fault = "refused"
        self.reply(fault, lambda: self._made(body, fault), engine.wait)

    def _made(self, body: dict[str, Any], fault: str | None) -> tuple[int, dict[str, Any]]:
        if self.command == "POST":
            return (201, self.engine.create(body)) if self.path == "/v1/interviews" else (404, {})
        status, found = self._look_up()
        if fault == "off_scale" and "scores" in found:
            found = {**found, "scores": [{**row, "value": 999} for row in found["scores"]]}
        return status, found

    def _look_up(self) -> tuple[int, dict[str, Any]]:
        parts = self.path.split("/")
        one = self.engine.interviews.get(parts[3]) if len(parts) > 3 else None
        if one is None or parts[2] != "interviews":
            return 404, {}
        if parts[-1] != "result":
            return 200, {"id": one["id"], "state": one["state"]}
        return (200, one["result"]) if "result" in one else (409, {"error": "not_done"})


def _handler(engine: Engine) -> type[BaseHTTPRequestHandler]:
    return type("Speaker", (_Speaker,), {"engine": engine})


def main() -> int:
    """Run until interrupted; every new interview is finished and called back at once."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=8191)
    options.add_argument("--callback", required=True)
    args = options.parse_args()
    with Engine(port=args.port, callback=args.callback) as engine:
        print(f"{engine.url}, key {engine.key}, secret {engine.secret}")
        while True:
            time.sleep(1)
            for foreign, one in list(engine.interviews.items()):
                if one["state"] == "created":
                    wanted = [row["key"] for row in one["asked"].get("competencies", ())]
                    engine.finish(foreign, dict.fromkeys(wanted, 7.5))
                    print(foreign, engine.deliver(foreign, nonce=f"msg-{foreign}"))


if __name__ == "__main__":
    raise SystemExit(main())
