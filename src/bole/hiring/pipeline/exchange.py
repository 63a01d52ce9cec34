"""A process as a file, to keep, to compare, to carry to another installation."""

import tomllib
from typing import Any

import tomli_w

from bole.hiring.pipeline.models import ProcessVersion
from bole.hiring.pipeline.rules import bodies
from bole.kernel.errors import InvalidError

LARGEST = 256 * 1024  # bytes; the library's own have five thousand


def to_toml(row: ProcessVersion) -> str:
    """The version's file; ``from_toml`` gives the same body back."""
    return tomli_w.dumps(bodies.body(bodies.read(row.body)))


def from_toml(content: bytes) -> dict[str, Any]:
    """The body in a file. InvalidError ``process_file`` with what is wrong, for a person to read."""
    if len(content) > LARGEST:
        raise InvalidError("the file is too large", code="process_file")
    try:
        body = tomllib.loads(content.decode("utf-8-sig"))
        return bodies.body(bodies.read(body))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, InvalidError) as error:
        raise InvalidError(str(error), code="process_file") from None
