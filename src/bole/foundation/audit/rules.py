"""What may stand in an audit line, and the bytes its hash covers. Pure."""

import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from bole.kernel.errors import InvalidError

GENESIS = "0" * 64
_VERB = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+\Z")
_NAME = re.compile(r"[A-Za-z0-9_.]{1,80}\Z")
_CODE = re.compile(r"[A-Za-z0-9_.:+/-]{0,120}\Z")
_PHONE = re.compile(r"\+?[0-9][0-9 -]{6,}\Z")


def check_verb(verb: str) -> str:
    """Dotted lower-case words, such as ``pipeline.application.advanced``."""
    if not _VERB.match(verb):
        raise InvalidError(f"not an audit verb: {verb!r}", code="audit_verb")
    return verb


def check_fields(fields: Iterable[str]) -> list[str]:
    """Field names, sorted."""
    names = sorted(fields)
    if not all(_NAME.match(name) for name in names):
        raise InvalidError("audit takes names of fields, not values", code="audit_field")
    return names


def canonical(details: Mapping[str, Any] | None) -> str:
    """Canonical JSON of ids, codes, numbers and times; anything that could be a person's words is refused."""
    if not details:
        return ""
    return json.dumps(_plain(details), sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str):
        if not _CODE.match(value) or _PHONE.match(value):
            raise InvalidError("audit takes ids and codes, not texts", code="audit_detail")
        return str(value)
    if isinstance(value, Mapping):
        return {check_fields([key])[0]: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(inner) for inner in (sorted(value) if isinstance(value, set | frozenset) else value)]
    raise InvalidError(f"audit cannot hold a {type(value).__name__}", code="audit_detail")


def line_hash(
    *,
    chain: uuid.UUID,
    seq: int,
    at: datetime,
    actor_kind: str,
    actor_id: uuid.UUID | None,
    actor_reason: str,
    verb: str,
    object_kind: str,
    object_id: uuid.UUID,
    unit_id: uuid.UUID | None,
    fields: Iterable[str],
    details: str,
    previous: str,
) -> str:
    """SHA-256 over the line's values, one per row of text; the database function computes the same."""
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    values = (
        str(chain),
        str(seq),
        moment,
        actor_kind,
        str(actor_id or ""),
        actor_reason,
        verb,
        object_kind,
        str(object_id),
        str(unit_id or ""),
        ",".join(fields),
        details,
        previous,
    )
    return hashlib.sha256("\n".join(values).encode()).hexdigest()
