"""Any engine that speaks the contract of docs/how-to/connect-an-interview-engine.md over HTTPS."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from bole.integrations.interview_engine import wire
from bole.ports.errors import PortError
from bole.ports.interview_engine import EngineRequest, EngineResult, EngineTicket, State

MOST_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class HttpEngine:
    """InterviewEngine over HTTP. ``secret``: of callbacks, in the form of Standard Webhooks (``whsec_…``)."""

    name: str
    url: str
    key: str = field(repr=False)
    secret: str = field(repr=False)
    timeout: float = 20.0

    def create(self, request: EngineRequest) -> EngineTicket:
        """See InterviewEngine."""
        body = {
            "reference": request.reference,
            "job": request.job,
            "language": request.language,
            "competencies": [{"key": key, "label": label} for key, label in request.competencies.items()],
            "closes_at": request.closes_at.isoformat(),
        }
        return wire.ticket(self._ask("POST", "/interviews", body, {"Idempotency-Key": request.reference}))

    def state(self, foreign_id: str) -> State:
        """See InterviewEngine."""
        return wire.state(self._ask("GET", f"/interviews/{foreign_id}"))

    def result(self, foreign_id: str) -> EngineResult:
        """See InterviewEngine."""
        return wire.result(self._ask("GET", f"/interviews/{foreign_id}/result"))

    def read_callback(self, headers: Mapping[str, str], body: bytes) -> EngineResult:
        """See InterviewEngine. The signature covers id, time and body; more than five minutes is late."""
        given = {name.lower(): value for name, value in headers.items()}
        try:
            Webhook(self.secret).verify(body, given, json_parse=False)
        except (WebhookVerificationError, ValueError) as error:
            raise PortError("the callback's signature or time is wrong", code="callback_refused") from error
        return wire.result(body, given["webhook-id"])

    def _ask(
        self, method: str, path: str, body: object = None, more: Mapping[str, str] | None = None
    ) -> bytes:
        headers = {"Authorization": f"Bearer {self.key}", "Accept": "application/json", **(more or {})}
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        if content is not None:
            headers["Content-Type"] = "application/json"
        try:
            with httpx.Client(timeout=self.timeout, trust_env=False, follow_redirects=False) as client:
                answer = client.request(method, self.url + path, content=content, headers=headers)
        except httpx.TimeoutException as error:
            raise PortError("the engine took too long", code="engine_timeout", retryable=True) from error
        except httpx.TransportError as error:
            raise PortError("the engine does not answer", code="engine_down", retryable=True) from error
        return _read(answer)


def _read(answer: httpx.Response) -> bytes:
    status = answer.status_code
    if status in {429, 503}:
        raise PortError("the engine is busy", code="engine_busy", retryable=True)
    if status >= 500:
        raise PortError(f"the engine said {status}", code="engine_failed", retryable=True)
    if status == 404:
        raise PortError("the engine knows no such interview", code="engine_unknown")
    if status == 409:
        raise PortError("it is not finished", code="engine_not_done")
    if status not in {200, 201}:
        raise PortError(f"the engine refused: {status}", code="engine_refused")
    if len(answer.content) > MOST_BYTES:
        raise PortError("the engine's answer is too large", code="engine_bad_reply")
    return answer.content
