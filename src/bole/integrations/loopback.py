"""A small HTTP server on this machine for simulators of outside systems; it reaches nobody."""

import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, ClassVar, Self

# method, target with its query, headers in lower case, body → status, body
Answer = Callable[[str, str, Mapping[str, str], bytes], tuple[int, bytes]]


class Loopback:
    """Answers on a port of this machine while the ``with`` block runs; one request at a time."""

    def __init__(self, answer: Answer, port: int = 0) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", port), _handler(answer))
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class Listening:
    """What a simulator with a state of its own is built on: it listens while the ``with`` block runs.

    A subclass says at which ``port`` (0: any), with which ``speaker``, and below which ``root`` it answers.
    """

    port: int = 0
    root: ClassVar[str] = ""

    def speaker(self) -> type[BaseHTTPRequestHandler]:
        """The handler of its requests."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        self._over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), self.speaker())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()
        return self

    def __exit__(self, *_trouble: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._server.server_address[1]}{self.root}"

    def wait(self) -> None:
        """Say nothing for longer than a client can bear."""
        self._over.wait(5)


class Speaker(BaseHTTPRequestHandler):
    """One request to such a simulator, with the faults of every real server: it says nothing, hangs up,
    refuses by a status of ``refusals``, or sends a page where JSON was asked for.

    A subclass routes in ``heard`` and gives the answer to ``reply``.
    """

    silent: ClassVar[str] = "slow"  # what the simulator calls saying nothing
    refusals: ClassVar[Mapping[str, int]] = {}
    retry_after = 30  # seconds, said with 429

    def heard(self) -> None:
        """A request: ``command``, ``path`` and ``headers`` say which."""
        raise NotImplementedError

    def do_GET(self) -> None:
        """As http.server calls it."""
        self.heard()

    def do_POST(self) -> None:
        """As http.server calls it."""
        self.heard()

    def do_DELETE(self) -> None:
        """As http.server calls it."""
        self.heard()

    def sent(self) -> Any:
        """The body as JSON; an empty object for none."""
        return json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")

    def reply(self, fault: str | None, made: Callable[[], tuple[int, Any]], wait: Callable[[], None]) -> None:
        """What ``made`` gives as (status, body), unless the fault comes first: then nothing is made."""
        if fault == self.silent:
            wait()
        if fault in {self.silent, "drop"}:
            self.close_connection = True
        elif fault is not None and fault in self.refusals:
            self.say(self.refusals[fault], b"{}")
        else:
            status, body = made()
            page = b"<html>maintenance</html>"
            self.say(status, page if fault == "not_json" else json.dumps(body, ensure_ascii=False).encode())

    def say(self, status: int, body: bytes) -> None:
        """A whole response; none has a body with 204."""
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", str(self.retry_after))
        if status != 204:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 204:
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: tests would drown in it."""


@dataclass
class Turns:
    """So many messages to one number in a span of seconds; the clock can be put forward by a test."""

    limits: tuple[tuple[int, int, str], ...]
    clock: Callable[[], float] = time.monotonic
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def take(self, number: str) -> str:
        """Empty when the number may get another one; else the word of the limit it ran into."""
        now = self.clock()
        for seconds, most, word in self.limits:
            if sum(now - at < seconds for at in self.times[number]) >= most:
                return word
        self.times[number].append(now)
        return ""


def _handler(answer: Answer) -> type[BaseHTTPRequestHandler]:
    turn = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0)))
            with turn:
                status, said = answer("POST", self.path, headers, body)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: Any) -> None:
            """Simulators report for themselves."""

    return Handler
