"""No request body beyond a limit gets as far as Django, whatever it declares.

Django spools a body to a temporary file before any view runs, in the clear and without a limit when the
client sends it in chunks. With the limit at FILE_UPLOAD_MAX_MEMORY_SIZE no recording ever touches a disk
unencrypted, and nobody fills one.
"""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[..., Awaitable[None]]


class BodyLimit:
    """ASGI middleware: 413 for a body of more than ``limit`` bytes, declared or counted."""

    def __init__(self, app: App, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self._declared(scope) > self.limit:
            await _refuse(send)
            return
        counter = _Counter(receive, self.limit)
        await self.app(scope, counter.receive, send)
        if counter.exceeded:
            await _refuse(send)

    def _declared(self, scope: MutableMapping[str, Any]) -> int:
        for name, value in scope["headers"]:
            if name.lower() == b"content-length":
                return int(value) if value.isdigit() else self.limit + 1
        return 0


class _Counter:
    """Passes a body on until it is too long; then the client seems to hang up, and Django lets go of it."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit
        self.exceeded = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        self.exceeded = self._left < 0
        return {"type": "http.disconnect"} if self.exceeded else message


async def _refuse(send: Send) -> None:
    body = json.dumps({"code": "too_large", "message": "The request is too large."}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
