"""A throw-away PostgreSQL per pytest process, migrated once per state of the migrations.

The migrated cluster is kept as a template under the temporary directory, keyed by the content of the
migrations, so that the next run copies it and starts in about a second.
"""

import fcntl
import hashlib
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections

import bole
from bole.cli import database_roles, embedded_postgres
from bole.cli.database_roles import Credentials
from bole.cli.embedded_postgres import EmbeddedPostgres

ROOT = Path(tempfile.gettempdir()) / "bole-test-databases"
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=32MB",
    "max_connections=60",
    "autovacuum=off",
)
MIGRATED = "bole_migrated"  # beside the tests' own: the schema and no row, to make further databases of
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
    try:
        with blocker.unblock():
            server = migrated_server(home)
            assert server.credentials is not None
            try:
                with flush_as_superuser(server.credentials):
                    log_in("app", server.credentials)
                    _running.append(server.credentials)
                    yield server.credentials
                    connections.close_all()
            finally:
                server.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def migrated_server(home: Path) -> EmbeddedPostgres:
    """A started server with the schema of this moment: copied from the template, or migrated and kept as
    one."""
    # Two workers that begin at once must not both find the same port free, nor both migrate.
    with (ROOT / "starting.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        return started_server(home)


def started_server(home: Path) -> EmbeddedPostgres:
    """The work of ``migrated_server``, one process at a time."""
    state = state_of_migrations()
    template = ROOT / f"template-{state}-2"
    ready = template.exists()
    if ready:
        copy(template, home)
    server = EmbeddedPostgres(home, options=FAST)
    credentials = server.start()
    if ready:
        return server
    migrate(credentials)
    connections.close_all()
    with psycopg.connect(credentials.url("superuser"), autocommit=True) as connection:
        database_roles.create_database(connection, MIGRATED, "bole")
    server.stop()
    if state == state_of_migrations():  # nobody changed one meanwhile
        keep(home, template)
    server.start()
    return server


def lend(db: Path) -> None:
    """Give a product that starts in ``db`` the migrated cluster of earlier tests, when there is one.

    Migrating an empty database is what `bole up` does in cli/tests/test_production; a journey need not wait
    for it. The port is left open: two products may begin at once.
    """
    template = ROOT / f"template-{state_of_migrations()}-2"
    if db.exists() or not template.exists():
        return
    server = EmbeddedPostgres(db)
    for name in ("data", "server.log"):  # with their owner: the server does not run as root
        subprocess.run(["cp", "-a", str(template / name), str(server.work / name)], check=True)
    document = json.loads((template / embedded_postgres.CREDENTIALS).read_text())
    document["roles"]["port"] = 0
    own = db / embedded_postgres.CREDENTIALS
    own.touch(mode=0o600)
    own.write_text(json.dumps(document))


def state_of_migrations() -> str:
    """A digest of everything the schema follows from."""
    digest = hashlib.sha256()
    package = Path(bole.__file__).parent
    sources = [
        *package.rglob("migrations/*.py"),
        package / "foundation/access/grants.py",
        package / "foundation/access/rls.py",
        package / "config/settings/base.py",
        Path(database_roles.__file__),
    ]
    for source in sorted(sources):
        digest.update(str(source.relative_to(package)).encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def copy(source: Path, target: Path) -> None:
    """All of a directory, with owners and modes."""
    subprocess.run(["cp", "-a", f"{source}/.", str(target)], check=True)


def keep(home: Path, template: Path) -> None:
    """Make the template appear at once, whole; forget those nobody used lately."""
    partial = Path(tempfile.mkdtemp(prefix="partial-", dir=ROOT))
    partial.chmod(0o755)
    copy(home, partial)
    try:
        partial.rename(template)
    except OSError:  # another run was quicker
        shutil.rmtree(partial, ignore_errors=True)
    for old in sorted(ROOT.glob("template-*"), key=lambda path: path.stat().st_mtime)[:-4]:
        shutil.rmtree(old, ignore_errors=True)


def sweep() -> None:
    """Stop and remove what a killed run left behind."""
    for home in ROOT.glob("run-*"):
        lock = home / "lock"
        if not lock.exists() or time.time() - home.stat().st_mtime < 60:
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
