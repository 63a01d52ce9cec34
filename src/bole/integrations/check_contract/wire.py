"""The bodies of the contract → values of the port. Anything else is ``source_bad_reply``."""

import hashlib
import json
from datetime import datetime
from typing import Any

from bole.kernel.json_body import UNREADABLE
from bole.ports.errors import PortError
from bole.ports.verification import VERDICTS, SourceResult, Ticket, Verdict

LONGEST = 500
MOST_FACTS = 40
STATES = ("running", "done")


def ticket(body: bytes) -> Ticket:
    """``{id, state, result?}``."""
    found = object_of(body)
    return Ticket(_text(found, "id"), _result_if_done(found, body))


def state(body: bytes) -> SourceResult | None:
    """The same; the result, or None while it runs."""
    return _result_if_done(object_of(body), body)


def result(found: dict[str, Any], body: bytes, nonce: str = "") -> SourceResult:
    """``{id, reference, verdict, facts{}, source_version, finished_at}``."""
    try:
        finished_at = datetime.fromisoformat(_text(found, "finished_at"))
        facts = {str(key)[:40]: _fact(value) for key, value in dict(found["facts"]).items()}
    except (LookupError, TypeError, ValueError) as error:
        raise bad("not a result") from error
    if finished_at.tzinfo is None or len(facts) > MOST_FACTS:
        raise bad("no time zone, or too much")
    return SourceResult(
        reference=_text(found, "reference"),
        foreign_id=_text(found, "id"),
        verdict=_verdict(found),
        facts=facts,
        source_version=_text(found, "source_version"),
        finished_at=finished_at,
        nonce=nonce,
        sha256=hashlib.sha256(body).hexdigest(),
    )


def object_of(body: bytes) -> dict[str, Any]:
    """The JSON object."""
    try:
        found = json.loads(body)
    except UNREADABLE as error:
        raise bad("not JSON") from error
    if not isinstance(found, dict):
        raise bad("not an object")
    return found


def bad(why: str) -> PortError:
    """The source's answer is none."""
    return PortError(f"the source's answer cannot be used: {why}", code="source_bad_reply")


def _result_if_done(found: dict[str, Any], body: bytes) -> SourceResult | None:
    said = _text(found, "state")
    if said not in STATES:
        raise bad(f"an unknown state {said[:40]!r}")
    if said == "running":
        return None
    inner = found.get("result")
    if not isinstance(inner, dict):
        raise bad("done without a result")
    return result(inner, body)


def _verdict(found: dict[str, Any]) -> Verdict:
    said = found.get("verdict")
    for known in VERDICTS:
        if said == known:
            return known
    raise bad("an unknown verdict")


def _fact(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise bad("a fact that is no short text")
    return value


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
        raise bad(f"no {name}")
    return value
