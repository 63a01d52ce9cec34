"""JSON that somebody outside sent."""

import json
from typing import Any

from bole.kernel.errors import InvalidError

# RecursionError: brackets nested ten thousand deep are a few kilobytes.
UNREADABLE = (ValueError, RecursionError)


def value_in(raw: bytes | str) -> Any:
    """Whatever ``raw`` holds; InvalidError (code ``bad_json``) when it is no JSON.

    Half a sign (a lone surrogate, which JSON can hold and no database can) becomes a question mark.
    """
    try:
        found = json.loads(raw)
        told = json.dumps(found, ensure_ascii=False)
        return found if told.isascii() else json.loads(told.encode("utf-8", "replace"))
    except UNREADABLE as error:
        raise InvalidError("JSON is expected", code="bad_json") from error


def object_in(raw: bytes | str) -> dict[str, Any]:
    """The object in ``raw``, read as by ``value_in``; InvalidError (code ``bad_json``) for anything else."""
    found = value_in(raw)
    if not isinstance(found, dict):
        raise InvalidError("an object is expected", code="bad_json")
    return found
