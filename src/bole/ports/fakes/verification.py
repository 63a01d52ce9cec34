"""A source in memory, for tests."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from bole.ports.errors import PortError
from bole.ports.verification import KINDS, CheckRequest, SourceResult, Ticket, Verdict


class FakeSource:
    """``finish`` answers a question; ``callback`` makes the headers and body a source would send."""

    name = "fake"
    kinds = KINDS
    needs_person = True

    def __init__(self) -> None:
        self.asked: dict[str, CheckRequest] = {}  # by the source's own number
        self.results: dict[str, SourceResult] = {}
        self.cancelled: list[str] = []

    def submit(self, request: CheckRequest) -> Ticket:
        """See VerificationSource."""
        for number, known in self.asked.items():
            if known.reference == request.reference:
                return Ticket(number, self.results.get(number))
        number = f"f{len(self.asked) + 1}"
        self.asked[number] = request
        return Ticket(number)

    def result(self, foreign_id: str) -> SourceResult | None:
        """See VerificationSource."""
        if foreign_id not in self.asked:
            raise PortError("no such question", code="source_unknown")
        return self.results.get(foreign_id)

    def cancel(self, foreign_id: str) -> None:
        """See VerificationSource."""
        self.cancelled.append(foreign_id)

    def finish(self, foreign_id: str, facts: Mapping[str, str], verdict: Verdict = "found") -> None:
        """Answer a question."""
        self.results[foreign_id] = SourceResult(
            reference=self.asked[foreign_id].reference,
            foreign_id=foreign_id,
            verdict=verdict,
            facts=dict(facts),
            source_version="fake 1",
            finished_at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
            nonce="",
            sha256=hashlib.sha256(json.dumps(dict(facts)).encode()).hexdigest(),
        )

    def callback(self, foreign_id: str, nonce: str = "n1") -> tuple[dict[str, str], bytes]:
        """A delivery of the result."""
        return {"webhook-id": nonce, "webhook-signature": "right"}, foreign_id.encode()

    def read_callback(self, headers: Mapping[str, str], body: bytes) -> SourceResult:
        """See VerificationSource."""
        if headers.get("webhook-signature") != "right":
            raise PortError("the signature is wrong", code="callback_refused")
        found = self.result(body.decode())
        if found is None:
            raise PortError("nothing in it", code="source_bad_reply")
        values = {name: getattr(found, name) for name in SourceResult.__slots__}
        return SourceResult(**{**values, "nonce": headers["webhook-id"]})
