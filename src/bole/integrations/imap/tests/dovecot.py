"""Debian's dovecot-imapd, for one test module: its own folders, free ports, one user, a certificate."""

import getpass
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

USER, PASSWORD = "hr@example.org", 'se cret"s'
_STARTING = 15.0  # seconds

_CONF = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
auth_failure_delay = 0 secs
login_trusted_networks = 127.0.0.1
listen = 127.0.0.1
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
mail_location = maildir:{home}/mail
{users}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {home}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {safe}
  }}
}}
"""
_OWN = "default_internal_user = {me}\ndefault_internal_group = {group}\ndefault_login_user = {me}"


class Dovecot:
    """Runs from entering to leaving the block; ``plain`` and ``safe`` are its ports."""

    def __init__(self, home: Path, certificate: Path, key: Path) -> None:
        self.home, self.plain, self.safe = home, _free(), _free()
        self._certificate, self._key = certificate, key
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Dovecot":
        program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        assert program, "dovecot-imapd is missing: scripts/debian-packages test"
        root = os.geteuid() == 0
        uid, gid = (65534, 65534) if root else (os.getuid(), os.getgid())  # mail is never read as root
        self._lay_out(uid, gid, "" if root else _OWN.format(me=getpass.getuser(), group=os.getgid()))
        self._process = subprocess.Popen([program, "-F", "-c", str(self.home / "conf")])
        self._wait()
        return self

    def __exit__(self, *failure: object) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(timeout=_STARTING)

    def put(self, name: str, letter: bytes) -> None:
        """Let a letter arrive, as a delivery agent does: written aside, then moved."""
        written = self.home / "mail" / "tmp" / name
        written.write_bytes(letter)
        shutil.chown(written, *self._owner)
        written.rename(self.home / "mail" / "new" / name)

    def held(self, folder: str = "") -> list[tuple[bytes, str]]:
        """(letter, its flags) of a folder as it lies on disk, "" for the inbox."""
        place = self.home / "mail" / (f".{folder}" if folder else "")
        found = [path for part in ("new", "cur") for path in (place / part).glob("*")]
        return sorted((path.read_bytes(), path.name.partition(":2,")[2]) for path in found)

    def _lay_out(self, uid: int, gid: int, users: str) -> None:
        self.home.chmod(0o755)
        self._owner = (uid, gid)
        for name in ("mail", "mail/new", "mail/cur", "mail/tmp"):
            (self.home / name).mkdir()
            shutil.chown(self.home / name, uid, gid)
        (self.home / "users").write_text(f"{USER}:{PASSWORD}\n", "utf-8")
        conf = _CONF.format(
            home=self.home, certificate=self._certificate, key=self._key, users=users,
            uid=uid, gid=gid, plain=self.plain, safe=self.safe,
        )  # fmt: skip
        (self.home / "conf").write_text(conf, "utf-8")

    def _wait(self) -> None:
        stop = time.monotonic() + _STARTING
        while time.monotonic() < stop:
            assert self._process is not None
            assert self._process.poll() is None, self._said()
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", self.safe)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError(f"dovecot does not answer: {self._said()}")

    def _said(self) -> str:
        log = self.home / "log"
        return log.read_text("utf-8")[-2000:] if log.exists() else "nothing in its log"


def _free() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])
