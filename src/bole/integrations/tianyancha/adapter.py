"""天眼查's open interface: the business record of one employer. Nothing about a person is sent.

``GET /services/open/ic/baseinfo/normal?keyword=NAME`` with the token as ``Authorization`` (README.md).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bole.integrations import http_source
from bole.integrations.http_source import Pace
from bole.kernel.clock import utc_now
from bole.kernel.json_body import UNREADABLE
from bole.ports.errors import PortError
from bole.ports.verification import CheckRequest, Kind, SourceBusyError, SourceResult, Ticket

HOST = "https://open.api.tianyancha.com"
PATH = "/services/open/ic/baseinfo/normal"
CHINA = ZoneInfo("Asia/Shanghai")
LONGEST = 300
# error_code of the published list; every other one is a refusal that asking again does not help
FINE, NO_DATA, FAILED, TOO_FAST = 0, 300000, 300001, 300004


@dataclass(frozen=True, slots=True)
class Tianyancha:
    """VerificationSource of employers' business records."""

    name: str
    url: str
    token: str = field(repr=False)
    timeout: float = 15.0
    pace: Pace = field(default_factory=lambda: Pace(5.0))
    kinds: tuple[Kind, ...] = ("employment",)
    needs_person: bool = False

    def submit(self, request: CheckRequest) -> Ticket:
        """See VerificationSource; it answers at once."""
        employer = request.claims.get("employer", "").strip()
        if request.kind not in self.kinds or not employer:
            raise PortError("only an employer by name can be asked for", code="source_refused")
        self.pace.turn()
        answer = http_source.ask(
            "GET",
            f"{self.url}{PATH}",
            headers={"Authorization": self.token, "Accept": "application/json"},
            params={"keyword": employer},
            timeout=self.timeout,
        )
        found = _read(answer.content)
        facts = facts_of(found) if found is not None else {}
        number = str((found or {}).get("id", "none"))[:LONGEST]
        return Ticket(number, _result(request.reference, number, facts, answer.content))

    def result(self, foreign_id: str) -> SourceResult | None:
        """See VerificationSource: there is never anything to wait for."""
        raise PortError(f"{foreign_id} was answered when it was asked", code="source_unknown")

    def cancel(self, foreign_id: str) -> None:
        """See VerificationSource: nothing runs there."""

    def read_callback(self, headers: Mapping[str, str], body: bytes) -> SourceResult:
        """See VerificationSource: this interface calls nobody back."""
        del headers, body
        raise PortError("this source has no callbacks", code="callback_refused")


def source(*, name: str, url: str, key: str, secret: str = "", per_second: float = 5) -> Tianyancha:
    """A VerificationSource; ``key`` is the token, ``secret`` is not used."""
    del secret
    return Tianyancha(name=name, url=url or HOST, token=key, pace=Pace(per_second))


def facts_of(found: Mapping[str, Any]) -> dict[str, str]:
    """The fields of the record we compare. A field it does not hold is missing."""
    former = found.get("historyNameList") or []
    facts = {
        "employer": found.get("name"),
        "former_names": "；".join(str(one) for one in former if one) if isinstance(former, list) else "",
        "status": found.get("regStatus"),
        "established": _day(found.get("estiblishTime")),  # spelt so by the interface
        "closed": _day(found.get("cancelDate")) or _day(found.get("revokeDate")),
        "credit_code": found.get("creditCode"),
    }
    return {key: str(value)[:LONGEST] for key, value in facts.items() if value}


def _read(body: bytes) -> dict[str, Any] | None:
    """The record; None where the interface knows no such company."""
    try:
        said = json.loads(body)
        code = int(said["error_code"])
    except (*UNREADABLE, LookupError, TypeError) as error:
        raise _bad("not the interface's JSON") from error
    if code == NO_DATA:
        return None
    if code == TOO_FAST:
        raise SourceBusyError("asked too often")
    if code == FAILED:
        raise PortError("the source failed", code="source_failed", retryable=True)
    if code != FINE:
        raise PortError(f"the source refused: {code}", code="source_refused")
    found = said.get("result")
    if not isinstance(found, dict) or not isinstance(found.get("name"), str):
        raise _bad("no record in it")
    return found


def _result(reference: str, number: str, facts: dict[str, str], body: bytes) -> SourceResult:
    return SourceResult(
        reference=reference,
        foreign_id=number,
        verdict="found" if facts else "not_found",
        facts=facts,
        source_version="ic/baseinfo/normal",
        finished_at=utc_now(),
        nonce="",
        sha256=hashlib.sha256(body).hexdigest(),
    )


def _day(moment: object) -> str:
    """Milliseconds since 1970 (or a date in writing) as ``YYYY-MM-DD`` in China; empty for nothing."""
    if isinstance(moment, str) and moment[:4].isdigit():
        return moment[:10]
    if isinstance(moment, bool) or not isinstance(moment, int | float) or not moment:
        return ""
    try:
        return datetime.fromtimestamp(moment / 1000, CHINA).date().isoformat()
    except (OverflowError, ValueError, OSError) as error:
        raise _bad("a date out of range") from error


def _bad(why: str) -> PortError:
    return PortError(f"the source's answer cannot be used: {why}", code="source_bad_reply")
