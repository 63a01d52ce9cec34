"""`bole doctor`: look at everything this installation needs; say what is missing and how to mend it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bole.cli import installation
from bole.cli.options import parser
from bole.kernel.errors import BoleError
from bole.perception.build import affect_available

FREE_GIGABYTES = 5
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
WEB_PACKAGES = ("django", "psycopg", "procrastinate", "uvicorn", "cryptography", "typst")
MEDIA_PACKAGES = ("av", "faster_whisper", "mediapipe", "cv2", "onnxruntime")
AFFECT_PACKAGES = ("swift_f0",)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``needed`` False: the product runs without it, with the loss named in ``mend``."""

    what: str
    well: bool
    seen: str
    mend: str = ""
    needed: bool = True


def run(argv: Sequence[str]) -> int:
    """Print every finding; 1 when something needed is missing."""
    options = parser("doctor", "Look at everything this installation needs.", "  bole doctor")
    options.parse_args(argv)
    findings = [finding for check in CHECKS for finding in _guarded(check)]
    for finding in findings:
        mark = "ok  " if finding.well else "MISS" if finding.needed else "note"
        print(f"{mark} {finding.what:<22} {finding.seen}")
        if not finding.well and finding.mend:
            print(f"     → {finding.mend}")
    missing = sum(not finding.well and finding.needed for finding in findings)
    print("everything needed is here" if not missing else f"{missing} missing")
    return 1 if missing else 0


def _guarded(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """A check that fails itself is a finding, not an end of the examination."""
    try:
        yield from check()
    except (OSError, ImportError, BoleError) as error:
        yield Finding(
            check.__name__.strip("_"), False, str(error), "read the line above; then run bole doctor again"
        )


def _python() -> Iterator[Finding]:
    yield Finding(
        "python", sys.version_info >= (3, 11), sys.version.split()[0], "install Python 3.11 or newer"
    )


def _packages() -> Iterator[Finding]:
    sets = {
        "web packages": (WEB_PACKAGES, "base"),
        "media packages": (MEDIA_PACKAGES + AFFECT_PACKAGES * affect_available(), "media"),
    }
    for what, (names, requirements) in sets.items():
        missing = [name for name in names if importlib.util.find_spec(name) is None]
        mend = f"{sys.executable} -m pip install --require-hashes -r requirements/{requirements}.txt"
        yield Finding(what, not missing, "missing: " + ", ".join(missing) if missing else "installed", mend)


def _models() -> Iterator[Finding]:
    from bole.perception import models

    for state in models.list_models(installation.models_dir()):
        yield Finding(f"model {state.card.name}", state.state == "ready", state.state, "bole models install")


def _front_end() -> Iterator[Finding]:
    manifest = Path(__file__).parents[1] / "web" / "static" / "dist" / "manifest.json"
    built = manifest.exists()
    yield Finding("front end", built, "built" if built else "not built", "make frontend")


def _database() -> Iterator[Finding]:
    url = os.environ.get("DATABASE_URL")
    if not url:
        from bole.cli.embedded_postgres import binaries

        server = binaries() / "postgres"
        yield Finding("database", server.exists(), "embedded PostgreSQL, started by bole up and bole demo")
        return
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version // 10_000
            role = connection.execute(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        yield Finding("database", False, str(error).strip(), "check DATABASE_URL and that the server runs")
        return
    yield Finding("database", version >= 16, f"PostgreSQL {version}", "use PostgreSQL 16 or newer")
    bound = role == (False,)
    seen = "bound by row-level security" if bound else "sees every row"
    yield Finding("database role", bound, seen, "let DATABASE_URL name a role without BYPASSRLS")


def _room() -> Iterator[Finding]:
    folder = installation.var_dir()
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free / 1e9
    yield Finding(
        "disk",
        free >= FREE_GIGABYTES,
        f"{free:.0f} GB free in {folder}",
        "recordings need room",
        needed=False,
    )


def _fonts() -> Iterator[Finding]:
    found = any(
        path.suffix in {".ttc", ".otf", ".ttf"} and "CJK" in path.name
        for folder in FONT_FOLDERS if folder.is_dir() for path in folder.rglob("*")
    )  # fmt: skip
    mend = "apt-get install fonts-noto-cjk  (without it PDF reports show boxes for Chinese)"
    yield Finding("Chinese font", found, "found" if found else "none", mend, needed=False)


def _secrets() -> Iterator[Finding]:
    key = Path(os.environ.get("BOLE_MASTER_KEY_FILE") or installation.var_dir() / "master.key")
    if key.exists():
        private = key.stat().st_mode & 0o077 == 0
        yield Finding(
            "master key", private, "private" if private else "readable by others", f"chmod 600 {key}"
        )
    if not installation.is_demo():
        known = bool(os.environ.get("BOLE_SECRET_KEY"))
        yield Finding("BOLE_SECRET_KEY", known, "set" if known else "not set",
                      "needed by bole up; bole up says how to make one", needed=False)  # fmt: skip


def _tools() -> Iterator[Finding]:
    for program, use in (
        ("chromium", "browser tests"),
        ("strace", "the test that nothing leaves the machine"),
    ):
        found = shutil.which(program)
        yield Finding(
            program,
            bool(found),
            found or "none",
            f"apt-get install {program}  (only for {use})",
            needed=False,
        )


def _processes() -> Iterator[Finding]:
    """What a killed parent may have left; the launcher deals with it at the next start."""
    pid_file = installation.var_dir() / "db" / "data" / "postmaster.pid"
    if not pid_file.exists():
        return
    import psutil

    alive = psutil.pid_exists(int(pid_file.read_text(encoding="utf-8").split("\n", 1)[0]))
    state = "running" if alive else "left over from a crash; the next start clears it"
    yield Finding("embedded server", True, state)


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _python, _packages, _models, _front_end, _database, _processes, _secrets, _room, _fonts, _tools,
)  # fmt: skip
