"""Files that go with a message, as they rest sealed in its row."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from bole.kernel.errors import InvalidError
from bole.ports.channel import Attachment

MOST_BYTES = 2 * 1024 * 1024  # all of one message; larger things are linked


def packed(attachments: Sequence[Attachment]) -> list[dict[str, str]] | None:
    """JSON of them, None without any. InvalidError (``attachments_large``) beyond 2 MiB in all."""
    if sum(len(one.body) for one in attachments) > MOST_BYTES:
        raise InvalidError("too large for a mail", code="attachments_large")
    return [
        {"name": one.name, "type": one.content_type, "body": base64.b64encode(one.body).decode()}
        for one in attachments
    ] or None


def unpacked(stored: Sequence[Mapping[str, Any]] | None) -> tuple[Attachment, ...]:
    """What ``packed`` made."""
    return tuple(Attachment(one["name"], one["type"], base64.b64decode(one["body"])) for one in stored or ())
