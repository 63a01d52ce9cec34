"""Task arguments travel as JSON; annotations say what they become on the other side."""

import datetime as dt
import inspect
import typing
import uuid
from collections.abc import Callable, Mapping
from typing import Any


def pack(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Ids and times as text; everything else must be JSON already."""
    return {name: _plain(value) for name, value in arguments.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def unpacker(function: Callable[..., Any]) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """A converter for this function's arguments, by its annotations (``UUID``, its NewTypes,
    ``datetime``).
    """
    wanted = {name: _bare(hint) for name, hint in typing.get_type_hints(function).items()}
    taken = set(inspect.signature(function).parameters)

    def unpack(arguments: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: _revive(wanted.get(name), value)
            for name, value in arguments.items()
            if name in taken or name != "unit_id"
        }

    return unpack


def _bare(hint: Any) -> Any:
    while hasattr(hint, "__supertype__"):
        hint = hint.__supertype__
    inner = [option for option in typing.get_args(hint) if option is not type(None)]
    if inner and typing.get_origin(hint) not in {list, tuple, dict, set, frozenset}:
        return _bare(inner[0])
    return hint


def _revive(hint: Any, value: Any) -> Any:
    if isinstance(value, str) and hint is uuid.UUID:
        return uuid.UUID(value)
    if isinstance(value, str) and hint is dt.datetime:
        return dt.datetime.fromisoformat(value)
    return value
