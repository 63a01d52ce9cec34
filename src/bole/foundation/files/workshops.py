"""The limited children that read documents and pictures, kept waiting between files: starting one costs more
than most files do."""

import atexit
import contextlib
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, LifoQueue

from django.conf import settings

from bole.parsing.runtimes.models import OcrModels
from bole.parsing.sandbox import Workshop
from bole.perception import models
from bole.perception.errors import PerceptionError

_idle: LifoQueue[Workshop] = LifoQueue()


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


@contextlib.contextmanager
def workshop() -> Iterator[Workshop]:
    """A child that is ready; it waits for the next file afterwards, and ends with this process."""
    try:
        ready = _idle.get_nowait()
    except Empty:
        ready = Workshop(ocr=ocr_models())
    try:
        yield ready
    finally:
        _idle.put(ready)


@atexit.register
def close() -> None:
    """End the waiting children."""
    with contextlib.suppress(Empty):
        while True:
            _idle.get_nowait().close()
