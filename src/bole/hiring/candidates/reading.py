"""A stored file → what the parser's child process makes of it. Holds no transaction while it works."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from bole.foundation.files import queries as files
from bole.foundation.files import workshops
from bole.kernel.errors import BoleError, NotFoundError
from bole.parsing.api import VERSION
from bole.parsing.errors import ParsingError
from bole.parsing.sandbox import Workshop

log = logging.getLogger(__name__)
TRIES = 2
# What the machine may read better another time: it is shown, but never kept as the content's reading.
PASSING = frozenset({"timed_out", "child_died", "ocr_missing", "not_found", "storage"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """``body`` in the format of ``bole parse-resume``, or the code of why there is none."""

    body: dict[str, Any] | None
    error_code: str = ""


def parser() -> str:
    """Which reader this installation is: what another one read may be read again."""
    return f"{VERSION}+ocr" if workshops.ocr_models() else VERSION


def read(file_id: UUID) -> Outcome:
    """Decrypt into a private directory, read in the limited child, leave nothing behind."""
    try:
        with files.plain_directory() as directory, workshops.workshop() as workshop:
            return _tried(workshop, files.materialise(file_id, directory))
    except NotFoundError:
        return Outcome(None, "not_found")
    except BoleError as error:
        log.warning("résumé file %s could not be opened: %s", file_id, error.code)
        return Outcome(None, "storage")


def _tried(workshop: Workshop, path: Path) -> Outcome:
    """Once more after a failure that another try may cure."""
    failure = ParsingError("not tried", code="child_died")
    for _attempt in range(TRIES):
        try:
            return Outcome(workshop.parse(path).to_json())
        except ParsingError as error:
            failure = error
            if not error.retryable:
                break
    return Outcome(None, failure.code)
