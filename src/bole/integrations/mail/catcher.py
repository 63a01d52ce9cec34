"""A relay for the demo: takes every mail and keeps it as a file, sends nothing anywhere.

Addresses at ``unknown.example`` are refused as a real relay refuses a mailbox that does not exist, so that
dead letters can be looked at.
"""

import asyncio
import itertools
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

NOBODY = "@unknown.example"


class _Keeper:
    """Writes each mail to ``0001.eml``, ``0002.eml`` …, going on after what is there."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        taken = [int(path.stem) for path in directory.glob("*.eml") if path.stem.isdigit()]
        self._numbers = itertools.count(max(taken, default=0) + 1)

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take an address, or say that there is nobody."""
        del server, session
        if address.lower().endswith(NOBODY):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        """Keep one mail."""
        del server, session
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        target = self._directory / f"{next(self._numbers):04d}.eml"
        beside = target.with_suffix(".tmp")
        beside.write_bytes(raw)
        beside.replace(target)
        return "250 kept"


class MailCatcher:
    """Listens on ``host``:``port`` (0: any free one) while the ``with`` block runs."""

    def __init__(self, directory: Path, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.directory = directory
        self._controller: Any = _AnyPort(_Keeper(directory), hostname=host, port=port)

    def start(self) -> Self:
        """Listen on a thread of this process."""
        self._controller.start()
        return self

    def stop(self) -> None:
        """Close the port and end the thread."""
        self._controller.stop()

    @property
    def host(self) -> str:
        """Loopback unless told otherwise."""
        return str(self._controller.hostname)

    @property
    def port(self) -> int:
        """The port in use, known after ``start``."""
        return int(self._controller.port)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _AnyPort(Controller):
    """A controller that may listen on port 0."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd left it without types
