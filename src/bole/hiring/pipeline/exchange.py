"""A process as a file, to keep, to compare, to carry to another installation."""

from typing import Any

import tomli_w

from bole.hiring.pipeline.models import ProcessVersion
from bole.hiring.pipeline.rules import bodies
from bole.kernel.errors import InvalidError
from bole.kernel.toml_body import UnreadableTomlError, table_in

LARGEST = 256 * 1024  # bytes; the library's own have five thousand


def to_toml(row: ProcessVersion) -> str:
    """The version's file; ``from_toml`` gives the same body back."""
    return tomli_w.dumps(bodies.body(bodies.read(row.body)))


def from_toml(content: bytes) -> dict[str, Any]:
    """The body in a file. InvalidError ``process_file`` with what is wrong, for a person to read."""
    if len(content) > LARGEST:
        raise InvalidError("the file is too large", code="process_file")
    try:
        return bodies.body(bodies.read(table_in(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, UnreadableTomlError, InvalidError) as error:
        raise InvalidError(str(error), code="process_file") from None
