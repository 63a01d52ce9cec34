"""A source behind a gateway that speaks our own declared contract (README.md). No vendor's interface.

The folders chsi, certificates, identity and credit_conduct are this client with their kind of question.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from bole.integrations import http_source
from bole.integrations.check_contract import wire
from bole.integrations.http_source import Pace
from bole.ports.errors import PortError
from bole.ports.verification import CheckRequest, Kind, SourceResult, Ticket


@dataclass(frozen=True, slots=True)
class ContractSource:
    """VerificationSource over HTTP. ``secret``: of callbacks, as Standard Webhooks have it (``whsec_…``)."""

    name: str
    url: str
    key: str = field(repr=False)
    secret: str = field(repr=False)
    kinds: tuple[Kind, ...] = ()
    needs_person: bool = True
    timeout: float = 20.0
    pace: Pace = field(default_factory=lambda: Pace(5.0))

    def submit(self, request: CheckRequest) -> Ticket:
        """See VerificationSource."""
        if request.kind not in self.kinds:
            raise PortError(f"this source knows nothing of {request.kind}", code="source_refused")
        body = {
            "reference": request.reference,
            "kind": request.kind,
            "person": {"name": request.name, "id_number": request.id_number},
            "claims": dict(request.claims),
        }
        return wire.ticket(self._ask("POST", "/checks", body, {"Idempotency-Key": request.reference}))

    def result(self, foreign_id: str) -> SourceResult | None:
        """See VerificationSource."""
        return wire.state(self._ask("GET", f"/checks/{quote(foreign_id, safe='')}"))

    def cancel(self, foreign_id: str) -> None:
        """See VerificationSource."""
        try:
            self._ask("DELETE", f"/checks/{quote(foreign_id, safe='')}")
        except PortError as error:
            if error.code != "source_unknown":
                raise

    def read_callback(self, headers: Mapping[str, str], body: bytes) -> SourceResult:
        """See VerificationSource. The signature covers id, time and body; five minutes either way is the
        window."""
        given = {name.lower(): value for name, value in headers.items()}
        try:
            Webhook(self.secret).verify(body, given, json_parse=False)
        except (WebhookVerificationError, ValueError) as error:
            raise PortError("the callback's signature or time is wrong", code="callback_refused") from error
        return wire.result(wire.object_of(body), body, given["webhook-id"])

    def _ask(
        self, method: str, path: str, body: object = None, more: Mapping[str, str] | None = None
    ) -> bytes:
        self.pace.turn()
        headers = {"Authorization": f"Bearer {self.key}", "Accept": "application/json", **(more or {})}
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        if content is not None:
            headers["Content-Type"] = "application/json"
        url = self.url + path
        return http_source.ask(method, url, headers=headers, content=content, timeout=self.timeout).content
