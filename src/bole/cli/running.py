"""One installation, running: database, migrations, web server, workers, and nothing left when it ends."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from bole.cli import installation
from bole.cli.embedded_postgres import EmbeddedPostgres
from bole.cli.supervise import Child, Report, Supervisor
from bole.kernel.errors import BoleError, ConflictError

WORKERS = {"office": ("io,rating,documents,system", 4), "speech": ("speech", 1), "vision": ("vision", 1)}
OWNER_ONLY = ("DATABASE_OWNER_URL", "DATABASE_BACKUP_URL")
READY_SECONDS = 60.0
EVERYWHERE = "0.0.0.0"  # noqa: S104  used only when asked for with --lan or --host


@dataclass(frozen=True, slots=True)
class Address:
    """Where the web server listens and what people type."""

    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    certificate: Path | None = None
    key: Path | None = None

    @property
    def url(self) -> str:
        """Without a slash at the end."""
        scheme = "https" if self.certificate else "http"
        return self.public_url or f"{scheme}://{self.here}:{self.port}"

    @property
    def here(self) -> str:
        """The address under which this machine itself reaches the server."""
        return "127.0.0.1" if self.host == EVERYWHERE else self.host


@dataclass(slots=True)
class Running:
    """Context manager: on entry the product answers at ``address``; on exit no process of it is left.

    ``workers``: name → (queues, tasks at once). ``environment`` is given to every child.
    """

    address: Address
    report: Report
    log_dir: Path | None = None
    environment: dict[str, str] = field(default_factory=dict)
    workers: dict[str, tuple[str, int]] = field(default_factory=lambda: dict(WORKERS))
    supervisor: Supervisor = field(init=False)
    postgres: EmbeddedPostgres | None = None

    def __enter__(self) -> Self:
        os.environ.update(self.environment)
        os.environ[installation.SETTINGS] = installation.settings_module()
        require_free(self.address)
        (installation.var_dir() / "static").mkdir(parents=True, exist_ok=True)
        self.supervisor = Supervisor(self.report, self.log_dir).__enter__()
        try:
            self._start_database()
            migrate(self.report)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.supervisor.stop()
        if self.postgres is not None:
            self.postgres.stop()
        self.supervisor.guard.dismiss()

    def serve(self) -> None:
        """Start web server and workers; returns when the web server answers."""
        for name, (queues, concurrency) in self.workers.items():
            self._start(f"worker-{name}", "worker", "--queues", queues, "--concurrency", str(concurrency))
        web = ["--host", self.address.host, "--port", str(self.address.port)]
        if self.address.certificate:
            web += ["--certificate", str(self.address.certificate), "--key", str(self.address.key)]
        self._start("web", "web", *web)
        wait_until(lambda: answers(self.address), self.supervisor, "the web server does not answer")

    def _start(self, name: str, *words: str) -> Child:
        command = [sys.executable, "-m", "bole.cli", *words]
        return self.supervisor.start(Child(name, command, without=OWNER_ONLY))

    def _start_database(self) -> None:
        if os.environ.get("DATABASE_URL"):
            self.report("database: DATABASE_URL")
            return
        server = EmbeddedPostgres(installation.var_dir() / "db")
        server.start()  # refused when another bole runs it: then it is not ours to stop
        self.postgres = server
        self.supervisor.guard.tell("database", self.postgres.data)
        self.supervisor.watched = self.postgres.revive
        if server.set_aside is not None:
            self.report(f"database: the data of an installation that was deleted is now {server.set_aside}")
        self.report("database: embedded PostgreSQL")


def migrate(report: Report) -> None:
    """Bring the tables up to date as ``bole_owner`` and run Django's checks; their complaint is ours."""
    manage(["migrate", "--no-input", "--verbosity", "0"], role="owner")
    report("database: tables are up to date")


def manage(words: Sequence[str], *, role: str = "app") -> str:
    """A Django management command in a process of its own, logged in as ``role``; returns what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "django", *words], check=False, text=True, capture_output=True,
        env={**os.environ, "BOLE_DATABASE_ROLE": role, "BOLE_DATABASE_POOL": "0"},
    )  # fmt: skip
    if done.returncode:
        raise BoleError(f"{words[0]} failed:\n{(done.stderr or done.stdout).strip()}")
    return done.stdout


def wait_until(ready: Callable[[], bool], supervisor: Supervisor, complaint: str) -> None:
    """Tend the children until ``ready``; a minute is more than any start takes."""
    deadline = time.monotonic() + READY_SECONDS
    supervisor.run(until=lambda: ready() or time.monotonic() > deadline)
    if supervisor.stopping:
        raise KeyboardInterrupt
    if not ready():
        raise BoleError(complaint)


def answers(address: Address) -> bool:
    """Whether something accepts connections there."""
    try:
        with socket.create_connection((address.here, address.port), timeout=2) as plain:
            if address.certificate:
                context = ssl.create_default_context()
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
                context.wrap_socket(plain).close()
            return True
    except OSError:
        return False


def require_free(address: Address) -> None:
    """Refuse early and clearly when another program listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            raise ConflictError(
                f"port {address.port} on {address.host}: {error.strerror}; choose one with --port"
            ) from None


def free_port(preferred: int, host: str = "127.0.0.1") -> int:
    """``preferred`` when nobody has it, else any free port."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise ConflictError("no free port on this machine")
