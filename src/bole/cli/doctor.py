"""`bole doctor`: look at everything this installation needs; say what is missing and how to mend it."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from bole.cli import frontend, installation
from bole.cli.doctor_running import revive, running
from bole.cli.finding import Finding
from bole.cli.options import parser
from bole.kernel.errors import BoleError
from bole.perception.build import affect_available

FREE_GIGABYTES = 5
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
MANIFEST = Path(__file__).parents[1] / "web" / "static" / "dist" / "manifest.json"
WEB_PACKAGES = ("django", "psycopg", "procrastinate", "uvicorn", "cryptography", "typst")
MEDIA_PACKAGES = ("av", "faster_whisper", "mediapipe", "cv2", "onnxruntime")
AFFECT_PACKAGES = ("swift_f0",)
PACKAGES = {"pdfsig": "poppler-utils"}  # of Debian, where a program is called otherwise


def run(argv: Sequence[str]) -> int:
    """Print every finding; 1 when something needed is missing."""
    examples = (
        "  bole doctor\n  bole doctor --json    for a watchdog: a list of what, well, seen, mend, needed\n"
        "  bole doctor --revive  what failed too often is tried again, once its cause is mended"
    )
    options = parser("doctor", "Look at everything this installation needs.", examples)
    options.add_argument("--json", action="store_true", help="one JSON list instead of lines")
    options.add_argument("--revive", action="store_true", help="first let dead timers and tasks run again")
    args = options.parse_args(argv)
    if args.revive:
        timers, tasks = revive()
        print(f"{timers} dead timers run again with the next sweep, {tasks} dead tasks wait", file=sys.stderr)
    findings = [finding for check in CHECKS for finding in _guarded(check)]
    missing = sum(not finding.well and finding.needed for finding in findings)
    if args.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
        return 1 if missing else 0
    for finding in findings:
        mark = "ok  " if finding.well else "MISS" if finding.needed else "note"
        print(f"{mark} {finding.what:<22} {finding.seen}")
        if not finding.well and finding.mend:
            print(f"     → {finding.mend}")
    print("everything needed is here" if not missing else f"{missing} missing")
    return 1 if missing else 0


def _guarded(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """A check that fails itself is a finding, not an end of the examination."""
    try:
        yield from check()
    except (OSError, ImportError, BoleError) as error:
        yield Finding(check.__name__.strip("_"), False, str(error), MENDS.get(check.__name__, AGAIN))


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
    built = MANIFEST.exists()
    stale = built and frontend.FRONTEND.is_dir() and not frontend.is_fresh()  # a release has no sources
    seen = "older than its sources" if stale else "built" if built else "not built"
    yield Finding("front end", built and not stale, seen, "make frontend", needed=not built)


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
        "move BOLE_FILES_DIR or BOLE_VAR_DIR to a larger disk, or shorten retention; uploads wait meanwhile",
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
        ("pdfsig", "the second opinion on sealed files in the tests"),
    ):
        found = shutil.which(program)
        yield Finding(
            program,
            bool(found),
            found or "none",
            f"apt-get install {PACKAGES.get(program, program)}  (only for {use})",
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


AGAIN = "mend what the line above says; then run bole doctor again"
MENDS = {
    "_models": "set BOLE_LIBRARY_DIR to the release's library",
    "running": "bole keys init, or bring the keyring",
}
CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _python, _packages, _models, _front_end, _database, _processes, _secrets, _room, _fonts, _tools, running,
)  # fmt: skip
