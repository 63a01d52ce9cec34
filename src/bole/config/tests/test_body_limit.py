from collections.abc import Sequence
from typing import Any

import pytest
from django.conf import settings

from bole.config import asgi
from bole.config.body_limit import BodyLimit

LIMIT = 1000


class Caller:
    """Sends a request in pieces and keeps what comes back."""

    def __init__(self, pieces: Sequence[bytes], declared: bytes | None = None) -> None:
        self.pieces = list(pieces)
        self.sent: list[Any] = []
        headers = [] if declared is None else [(b"Content-Length", declared)]
        self.scope = {"type": "http", "method": "PUT", "path": "/x", "query_string": b"", "headers": headers}
        self.reads = 0

    async def receive(self) -> dict[str, Any]:
        self.reads += 1
        body = self.pieces.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(self.pieces)}

    async def send(self, message: Any) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])


async def reading_app(scope: Any, receive: Any, send: Any) -> None:
    message = {"more_body": True}
    while message.get("more_body"):
        message = await receive()
        if message["type"] == "http.disconnect":
            return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def status(caller: Caller) -> int:
    await BodyLimit(reading_app, LIMIT)(caller.scope, caller.receive, caller.send)
    return caller.status


@pytest.mark.parametrize(
    ("pieces", "declared", "expected"),
    [
        ([b"x" * 1000], b"1000", 200),
        ([b"x" * 500, b"x" * 500], None, 200),
        ([b""], None, 200),
        ([b"x" * 1001], b"1001", 413),
        ([b"x" * 500] * 3, None, 413),
        ([b"x" * 500] * 3, b"10", 413),
        ([b"x"], b"junk", 413),
        ([b"x"], b"-5", 413),
    ],
)
async def test_a_body_has_a_limit(pieces: list[bytes], declared: bytes | None, expected: int) -> None:
    assert await status(Caller(pieces, declared)) == expected


async def test_a_declared_giant_is_not_read() -> None:
    caller = Caller([b"x"], b"10000000000")
    assert await status(caller) == 413
    assert caller.reads == 0


async def test_an_endless_body_is_cut_off_early() -> None:
    caller = Caller([b"x" * 100] * 100_000)
    assert await status(caller) == 413
    assert caller.reads <= 11


async def test_the_products_own_application_has_the_limit() -> None:
    size = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    caller = Caller([b"x" * 65536] * (size // 65536 + 2))
    await asgi.application(caller.scope, caller.receive, caller.send)
    assert caller.status == 413
