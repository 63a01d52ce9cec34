"""The launcher: real servers in throw-away directories."""

import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bole.cli import embedded_postgres as launcher
from bole.cli.embedded_postgres import DatabaseLaunchError, EmbeddedPostgres
from bole.config import env

FAST = ("fsync=off", "shared_buffers=16MB")


@pytest.fixture
def home() -> Iterator[Path]:
    """A directory another user may walk into (pytest's own is closed to all but us)."""
    place = Path(tempfile.mkdtemp(prefix="bole-launcher-"))
    place.chmod(0o755)
    yield place / "db"
    shutil.rmtree(place, ignore_errors=True)


def server_pid(server: EmbeddedPostgres) -> int:
    return int((server.data / "postmaster.pid").read_text().split("\n", 1)[0])


def gone(pid: int) -> bool:
    for _ in range(200):
        try:
            if Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_a_first_start_makes_roles_that_may_do_what_they_should(home: Path) -> None:
    with EmbeddedPostgres(home, options=FAST) as server:
        roles = server.credentials
        assert roles is not None
        with psycopg.connect(roles.url("owner")) as owner:
            owner.execute("CREATE TABLE thing (x int)")
        with psycopg.connect(roles.url("app")) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TABLE mine (x int)")
        with psycopg.connect(roles.url("superuser")) as server_admin:
            found = server_admin.execute(
                "SELECT rolname, rolsuper, rolcreaterole, rolbypassrls FROM pg_roles "
                "WHERE rolname LIKE 'bole%' ORDER BY 1"
            ).fetchall()
            listens = server_admin.execute("SHOW listen_addresses").fetchone()
        assert found == [
            ("bole_app", False, False, False),
            ("bole_backup", False, False, True),
            ("bole_owner", False, False, False),
        ]
        assert listens == ("127.0.0.1",)


def test_a_wrong_password_and_a_foreign_database_are_refused(home: Path) -> None:
    with EmbeddedPostgres(home, options=FAST) as server:
        assert server.credentials is not None
        for url in (
            server.credentials.url("app").replace(server.credentials.app, "wrong"),
            f"postgresql://postgres@127.0.0.1:{server.credentials.port}/postgres",
        ):
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(url)


def test_the_server_does_not_run_as_root_and_its_secrets_are_ours_alone(home: Path) -> None:
    with EmbeddedPostgres(home, options=FAST) as server:
        assert Path(f"/proc/{server_pid(server)}").stat().st_uid != 0
        assert (home / launcher.CREDENTIALS).stat().st_mode & 0o777 == 0o600
        assert server.data.stat().st_mode & 0o777 == 0o700
        assert not (server.work / "initial-password").exists()


def test_the_settings_find_the_credentials(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOLE_VAR_DIR", str(home.parent))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert env.database_url("app") == ""
    with EmbeddedPostgres(home, options=FAST) as server:
        assert server.credentials is not None
        assert env.database_url("app") == server.credentials.url("app")
        assert env.database_url("owner") == server.credentials.url("owner")
        stored = json.loads((home / launcher.CREDENTIALS).read_text())
        assert "superuser" not in stored["urls"]


def test_a_second_launcher_is_refused_while_the_first_runs(home: Path) -> None:
    with EmbeddedPostgres(home, options=FAST):
        with pytest.raises(DatabaseLaunchError, match="already runs"):
            EmbeddedPostgres(home, options=FAST).start()


def test_a_killed_server_starts_again_with_every_committed_row(home: Path) -> None:
    server = EmbeddedPostgres(home, options=("shared_buffers=16MB",))  # with fsync
    roles = server.start()
    with psycopg.connect(roles.url("owner")) as owner:
        owner.execute("CREATE TABLE thing AS SELECT generate_series(1, 1000) AS x")
    pid = server_pid(server)
    os.kill(pid, signal.SIGKILL)
    assert gone(pid)
    server._release_lock()  # as the death of the parent does
    with EmbeddedPostgres(home, options=FAST) as again:
        assert again.credentials is not None
        assert (again.credentials.owner, again.credentials.port) == (roles.owner, roles.port)
        with psycopg.connect(again.credentials.url("owner")) as owner:
            assert owner.execute("SELECT count(*) FROM thing").fetchone() == (1000,)


def test_a_server_left_running_by_a_killed_parent_is_stopped_and_started_anew(home: Path) -> None:
    server = EmbeddedPostgres(home, options=FAST)
    server.start()
    pid = server_pid(server)
    server._release_lock()
    with EmbeddedPostgres(home, options=FAST) as again:
        assert server_pid(again) != pid
        assert gone(pid)


def test_a_pid_file_that_names_somebody_elses_process_is_only_removed(home: Path) -> None:
    with EmbeddedPostgres(home, options=FAST) as server:
        data = server.data
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n")
    with EmbeddedPostgres(home, options=FAST) as again:
        assert server_pid(again) != os.getpid()


def test_foreign_and_outdated_directories_are_refused(home: Path) -> None:
    server = EmbeddedPostgres(home, options=FAST)
    server.data.mkdir(parents=True)
    (server.data / "precious.txt").write_text("not ours")
    with pytest.raises(DatabaseLaunchError, match="no PostgreSQL data directory"):
        server.start()
    (server.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(DatabaseLaunchError, match="made by PostgreSQL 9"):
        server.start()
    assert (server.data / "precious.txt").read_text() == "not ours"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a second user to think of")
def test_root_may_keep_the_project_where_nobody_else_can_look(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = home.parent / "closed"
    closed.mkdir(mode=0o700)
    source = launcher.binaries()
    shutil.copytree(source.parent, closed / "site" / "embedded_postgres" / "pginstall", symlinks=True)
    shutil.copytree(source.parents[2] / "embedded_postgres.libs", closed / "site" / "embedded_postgres.libs")
    monkeypatch.setattr(launcher, "FALLBACK_HOME", home.parent / "fallback")
    monkeypatch.setattr(launcher, "binaries", lambda: closed / "site/embedded_postgres/pginstall/bin")
    with EmbeddedPostgres(closed / "var" / "db", options=FAST) as server:
        assert server.credentials is not None
        assert (closed / "var" / "db" / launcher.CREDENTIALS).exists()
        with psycopg.connect(server.credentials.url("app")) as app:
            assert app.execute("SELECT 1").fetchone() == (1,)
        first = server.data
    shutil.rmtree(closed / "var")  # as somebody does who wants to begin anew
    with EmbeddedPostgres(closed / "var" / "db", options=FAST) as server:
        assert server.credentials is not None
        assert server.set_aside is not None
        assert (server.set_aside / "PG_VERSION").exists()
        assert server.data == first
    with EmbeddedPostgres(closed / "var" / "db", options=FAST) as server:
        assert server.set_aside is None
