"""The documented bodies of the contract → values of the port. Anything else is ``engine_bad_reply``."""

import hashlib
import json
import math
from datetime import datetime
from typing import Any

from bole.kernel.json_body import UNREADABLE
from bole.ports.errors import PortError
from bole.ports.interview_engine import EngineResult, EngineScore, EngineTicket, State

STATES: tuple[State, ...] = ("created", "in_progress", "done", "failed", "expired")
MOST_SCORES = 50
LONGEST = 500


def ticket(body: bytes) -> EngineTicket:
    """``{id, link}``; the link is https."""
    found = _object(body)
    link = _text(found, "link")
    if not link.startswith(("https://", "http://127.0.0.1:")):
        raise _bad("the link is not https")
    return EngineTicket(_text(found, "id"), link)


def state(body: bytes) -> State:
    """``{id, state}``."""
    said = _text(_object(body), "state")
    for known in STATES:
        if said == known:
            return known
    raise _bad(f"an unknown state {said!r}")


def result(body: bytes, nonce: str = "") -> EngineResult:
    """``{id, reference, engine_version, partial, finished_at, scale{min,max}, scores[]}``, each score
    ``{key, label, value, evidence[]}``."""
    found = _object(body)
    try:
        low, high = float(found["scale"]["min"]), float(found["scale"]["max"])
        scores = tuple(_score(row, low, high) for row in found["scores"][:MOST_SCORES])
        finished_at = datetime.fromisoformat(found["finished_at"])
        partial = bool(found["partial"])
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise _bad("not a result") from error
    if not low < high or not scores or finished_at.tzinfo is None:
        raise _bad("no scale, no scores or no time zone")
    if len({one.key for one in scores}) != len(scores):
        raise _bad("a key twice")
    return EngineResult(
        reference=_text(found, "reference"),
        foreign_id=_text(found, "id"),
        engine_version=_text(found, "engine_version"),
        partial=partial,
        scale=(low, high),
        scores=scores,
        finished_at=finished_at,
        nonce=nonce,
        sha256=hashlib.sha256(body).hexdigest(),
    )


def _score(row: dict[str, Any], low: float, high: float) -> EngineScore:
    value = float(row["value"])
    if not math.isfinite(value) or not low <= value <= high:
        raise _bad("a score off its scale")
    evidence = tuple(str(text)[:LONGEST] for text in row.get("evidence", ())[:10])
    return EngineScore(str(row["key"])[:64], str(row.get("label") or row["key"])[:120], value, evidence)


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except UNREADABLE as error:
        raise _bad("not JSON") from error
    if not isinstance(found, dict):
        raise _bad("not an object")
    return found


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
        raise _bad(f"no {name}")
    return value


def _bad(why: str) -> PortError:
    return PortError(f"the engine's answer cannot be used: {why}", code="engine_bad_reply")
