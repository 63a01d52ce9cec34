"""``/health/``: whether this web server and its database work, for a load balancer or a watchdog.

It stands before Django: a probe comes over plain http, by address, without a host name we would serve. It
says two words and nothing about the installation.
"""

import json
from collections.abc import Callable, MutableMapping
from typing import Any

from asgiref.sync import sync_to_async
from django.db import Error, connection

from bole.config.body_limit import App, Receive, Send
from bole.foundation.access.actors import system_scope

PATH = "/health/"


class Health:
    """ASGI middleware: GET or HEAD ``/health/`` → 200 when ``alive`` says so, else 503."""

    def __init__(self, app: App, alive: Callable[[], bool]) -> None:
        self.app = app
        self.alive = sync_to_async(alive)

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        well = await self.alive()
        body = json.dumps({"database": "ok" if well else "down", "web": "ok"}).encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": 200 if well else 503, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def database_answers() -> bool:
    """One statement on a connection of the pool."""
    try:
        with system_scope("health"), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except Error:
        return False
    finally:
        connection.close()
