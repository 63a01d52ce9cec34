"""A throw-away PostgreSQL per pytest process, migrated once per state of the migrations.

The migrated cluster is kept as a template under the temporary directory, keyed by the migrations' content,
so that
the next run starts in under a second.
"""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections

from bole.cli.embedded_postgres import Credentials, EmbeddedPostgres

ROOT = Path(tempfile.gettempdir()) / "bole-test-databases"
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=32MB",
    "max_connections=60",
    "autovacuum=off",
)
# Procrastinate's models are unmanaged, so Django's flush passes them over.
UNMANAGED = "TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE"

_running: list[Credentials] = []


@contextmanager
def superuser() -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A connection as the cluster's superuser, committed at the end of the block."""
    with psycopg.connect(_running[-1].url("superuser")) as connection:
        yield connection


def credentials() -> Credentials:
    """Of the running server, for tests that need another role."""
    return _running[-1]


@contextmanager
def throw_away(blocker: Any) -> Iterator[Credentials]:
    """Run a server for the block; ``connections["default"]`` logs in as ``bole_app``."""
    ROOT.mkdir(mode=0o755, exist_ok=True)
    sweep()
    home = Path(tempfile.mkdtemp(prefix="run-", dir=ROOT))
    home.chmod(0o755)
    server = EmbeddedPostgres(home, options=FAST)
    try:
        credentials = server.start()
        with blocker.unblock(), flush_as_superuser(credentials):
            migrate(credentials)
            log_in("app", credentials)
            _running.append(credentials)
            yield credentials
            connections.close_all()
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def sweep() -> None:
    """Stop and remove what a killed run left behind."""
    for home in ROOT.glob("run-*"):
        lock = home / "lock"
        if not lock.exists():
            continue
        with lock.open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
        EmbeddedPostgres(home).stop()
        shutil.rmtree(home, ignore_errors=True)


def log_in(role: str, credentials: Credentials) -> None:
    """Make the default connection log in as ``role`` from now on, on every thread."""
    connections.close_all()
    connections["default"].close()
    for settings in (connections["default"].settings_dict, connections.settings["default"]):
        settings.update(
            NAME="bole",
            HOST="127.0.0.1",
            PORT=str(credentials.port),
            USER="postgres" if role == "superuser" else f"bole_{role}",
            PASSWORD=getattr(credentials, role),
        )


def migrate(credentials: Credentials) -> None:
    """Bring the schema up as its owner."""
    from django.core.management import call_command

    log_in("owner", credentials)
    call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def flush_as_superuser(credentials: Credentials) -> Iterator[None]:
    """Empty the tables after a transactional test: the application role may not, and triggers forbid it."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    def execute(self: DatabaseOperations, sql_list: list[str]) -> None:
        with psycopg.connect(credentials.url("superuser")) as connection:
            connection.execute("SET session_replication_role = replica")
            for statement in [*sql_list, UNMANAGED]:
                connection.execute(statement.encode())

    original = DatabaseOperations.execute_sql_flush
    DatabaseOperations.execute_sql_flush = execute  # type: ignore[method-assign]
    try:
        yield
    finally:
        DatabaseOperations.execute_sql_flush = original  # type: ignore[method-assign]
