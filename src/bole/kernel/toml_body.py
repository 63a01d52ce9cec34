"""A TOML file that somebody sent: read like any other, but what it can do to the reader is known here."""

import json
import tomllib
from typing import Any

NUL = "\\u0000"


class UnreadableTomlError(ValueError):
    """It cannot be used as a file of tables; the words name the line where there is one."""


def table_in(text: str) -> dict[str, Any]:
    """The table in ``text``.

    UnreadableTomlError also for what TOML allows and no reader can keep: brackets nested ten thousand deep,
    numbers of more digits than a number has here, characters no database takes.
    """
    try:
        found = tomllib.loads(text)
        if NUL in json.dumps(found, default=str):
            raise UnreadableTomlError("a character that cannot be kept")
    except UnreadableTomlError:
        raise
    except (ValueError, RecursionError) as error:
        raise UnreadableTomlError(str(error)) from error
    return found
