"""An interview engine in memory, for tests."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from bole.ports.errors import PortError
from bole.ports.interview_engine import EngineRequest, EngineResult, EngineScore, EngineTicket, State


class FakeEngine:
    """``finish`` ends an interview; ``callback`` makes the headers and body an engine would send."""

    name = "fake"

    def __init__(self) -> None:
        self.tickets: dict[str, EngineTicket] = {}
        self.references: dict[str, str] = {}
        self.results: dict[str, EngineResult] = {}

    def create(self, request: EngineRequest) -> EngineTicket:
        """See InterviewEngine."""
        found = self.tickets.get(request.reference)
        if found is None:
            foreign = f"f{len(self.tickets) + 1}"
            found = EngineTicket(foreign, f"https://engine.example/i/{foreign}")
            self.tickets[request.reference], self.references[foreign] = found, request.reference
        return found

    def state(self, foreign_id: str) -> State:
        """See InterviewEngine."""
        if foreign_id not in self.references:
            raise PortError("no such interview", code="engine_unknown")
        return "done" if foreign_id in self.results else "created"

    def result(self, foreign_id: str) -> EngineResult:
        """See InterviewEngine."""
        self.state(foreign_id)
        if foreign_id not in self.results:
            raise PortError("it is not finished", code="engine_not_done")
        return self.results[foreign_id]

    def finish(self, foreign_id: str, scores: Mapping[str, float], *, partial: bool = False) -> None:
        """End an interview with these scores of 0–10."""
        self.results[foreign_id] = EngineResult(
            reference=self.references[foreign_id],
            foreign_id=foreign_id,
            engine_version="fake 1",
            partial=partial,
            scale=(0.0, 10.0),
            scores=tuple(EngineScore(key, key, value, ("said",)) for key, value in scores.items()),
            finished_at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
            nonce="",
            sha256=hashlib.sha256(json.dumps(dict(scores)).encode()).hexdigest(),
        )

    def callback(self, foreign_id: str, nonce: str = "n1") -> tuple[dict[str, str], bytes]:
        """A delivery of the result."""
        return {"webhook-id": nonce, "webhook-signature": "right"}, foreign_id.encode()

    def read_callback(self, headers: Mapping[str, str], body: bytes) -> EngineResult:
        """See InterviewEngine."""
        if headers.get("webhook-signature") != "right":
            raise PortError("the signature is wrong", code="callback_refused")
        found = self.result(body.decode())
        values = {name: getattr(found, name) for name in EngineResult.__slots__}
        return EngineResult(**{**values, "nonce": headers["webhook-id"]})
