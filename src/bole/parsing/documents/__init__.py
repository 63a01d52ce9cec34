"""A photograph of an identity card, a degree certificate or a bank card → its fields, checked.

``read`` opens the picture in a limited child. What is read is shown to a person before it counts; what
contradicts itself is refused with a reason.
"""

import base64
from datetime import date

from bole.parsing.documents.types import KINDS, REFUSALS, Field, Kind, Reading
from bole.parsing.errors import ParsingError
from bole.parsing.runtimes.models import OcrModels
from bole.parsing.sandbox import Workshop

__all__ = ["KINDS", "MAX_BYTES", "REFUSALS", "Field", "Kind", "Reading", "read", "read_in"]
MAX_BYTES = 20 * 1024 * 1024


def read(image: bytes, kind: Kind, *, ocr: OcrModels, today: date) -> Reading:
    """Read one picture (JPEG, PNG, WebP). Heavy, seconds of a core: for a worker's task.

    Raises ``ParsingError``: ``empty``, ``unsupported``, ``unreadable``, ``too_large``, ``limit_exceeded``,
    ``timed_out``, ``child_died``.
    """
    with Workshop(ocr=ocr) as workshop:
        return read_in(workshop, image, kind, today)


def read_in(workshop: Workshop, image: bytes, kind: Kind, today: date) -> Reading:
    """The same in a child that is there already; each picture still gets a fork of its own."""
    if not image:
        raise ParsingError("the file is empty", code="empty")
    if len(image) > MAX_BYTES:
        raise ParsingError("the picture is larger than the limit", code="too_large")
    question = {"kind": kind, "today": today.isoformat(), "data": base64.b64encode(image).decode()}
    return Reading.from_json(workshop.ask(question)["document"])
