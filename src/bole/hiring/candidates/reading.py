"""A stored file → what the parser's child process makes of it. Holds no transaction while it works."""

import atexit
import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Any
from uuid import UUID

from django.conf import settings

from bole.foundation.files import queries as files
from bole.kernel.errors import BoleError, NotFoundError
from bole.parsing.api import VERSION
from bole.parsing.errors import ParsingError
from bole.parsing.runtimes.models import OcrModels
from bole.parsing.sandbox import Workshop
from bole.perception import models
from bole.perception.errors import PerceptionError

log = logging.getLogger(__name__)
TRIES = 2
# What the machine may read better another time: it is shown, but never kept as the content's reading.
PASSING = frozenset({"timed_out", "child_died", "ocr_missing", "not_found", "storage"})
_idle: LifoQueue[Workshop] = LifoQueue()


@dataclass(frozen=True, slots=True)
class Outcome:
    """``body`` in the format of ``bole parse-resume``, or the code of why there is none."""

    body: dict[str, Any] | None
    error_code: str = ""


@cache
def ocr_models() -> OcrModels | None:
    """The text recogniser, where its models and its runtime are installed; a changed model is an error."""
    if find_spec("onnxruntime") is None or find_spec("cv2") is None:
        return None
    try:
        return OcrModels(**models.locate_all("ppocr-v4", Path(settings.MODELS_DIR)))
    except PerceptionError as error:
        if error.code != "model_missing":
            raise
        return None


def parser() -> str:
    """Which reader this installation is: what another one read may be read again."""
    return f"{VERSION}+ocr" if ocr_models() else VERSION


def read(file_id: UUID) -> Outcome:
    """Decrypt into a private directory, read in the limited child, leave nothing behind."""
    try:
        with files.plain_directory() as directory, _workshop() as workshop:
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


@contextlib.contextmanager
def _workshop() -> Iterator[Workshop]:
    """A child that is ready; it waits for the next file afterwards, and ends with this process."""
    try:
        workshop = _idle.get_nowait()
    except Empty:
        workshop = Workshop(ocr=ocr_models())
    try:
        yield workshop
    finally:
        _idle.put(workshop)


@atexit.register
def close() -> None:
    """End the waiting children."""
    with contextlib.suppress(Empty):
        while True:
            _idle.get_nowait().close()
