"""The whole product as the demo starts it, in processes of its own, for one run of the journeys."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bole.cli.embedded_postgres import EmbeddedPostgres
from tests.journeys.asking import ROOT, Asker
from tests.support import database

BOLE = [sys.executable, "-m", "bole.cli"]
START_SECONDS = 540


@dataclass
class Product:
    """A running demo bank. ``summary`` is what `bole demo --json` wrote."""

    var: Path
    url: str
    process: subprocess.Popen[bytes] | None
    summary: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    asker: Asker | None = field(default=None, init=False, repr=False)

    @property
    def environment(self) -> dict[str, str]:
        return environment(self.var) | self.settings

    def ask(self, question: str, *words: str) -> Any:
        """One of `tests.journeys.inside` answered from this product's database."""
        if self.asker is None or not self.asker.alive:
            self.asker = Asker(
                {**self.environment, "BOLE_PUBLIC_URL": self.url, "BOLE_DATABASE_POOL": "0"},
                self.var / "asker.log",
            )
        return self.asker.ask(question, *words)

    def wait_for(self, question: str, *words: str, seconds: float = 240.0) -> Any:
        """Ask until the answer is neither empty nor null."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := self.ask(question, *words):
                return found
            time.sleep(1.0)
        raise AssertionError(f"{question} {words} stayed empty; logs in {self.var / 'log'}")

    def children(self) -> dict[str, int]:
        """Name → process id of web server and workers."""
        found = {}
        for entry in Path("/proc").iterdir():
            words = command_line(entry)
            if words[1:4] == ["-m", "bole.cli", "web"] and str(self.port) in words:
                found["web"] = int(entry.name)
            elif words[1:4] == ["-m", "bole.cli", "worker"] and str(self.var) in environ(entry):
                found[words[words.index("--queues") + 1]] = int(entry.name)
        return found

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def stop(self) -> None:
        if self.asker is not None:
            self.asker.close()
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        forget_database(self.var)


def environment(var: Path) -> dict[str, str]:
    models = os.environ.get("BOLE_MODELS_DIR") or str(ROOT / "var" / "models")
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO_", "DATABASE_"))}
    return inherited | {
        "BOLE_VAR_DIR": str(var), "BOLE_MODELS_DIR": models, "BOLE_DEMO": "1", "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }  # fmt: skip


def attach(note: Path) -> Product:
    """A demo that somebody started with `bole demo --json NOTE`; for writing journeys quickly."""
    summary = json.loads(note.read_text())
    return Product(Path(os.environ["BOLE_VAR_DIR"]).absolute(), summary["url"], None, summary)


def start(var: Path, *words: str, port: int = 0, settings: dict[str, str] | None = None) -> Product:
    """`bole demo` with ``words`` and further ``settings``; returns once it serves."""
    port = port or free_port()
    around = environment(var) | (settings or {})
    note, log = var / "summary.json", var / "demo.out"
    var.mkdir(parents=True, exist_ok=True)
    database.lend(var / "db")
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*BOLE, "demo", "--few", "--port", str(port), "--json", str(note), *words],
            env=around, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None and "Ctrl-C" not in log.read_text():
        time.sleep(0.3)
    if process.poll() is not None or "Ctrl-C" not in log.read_text():
        process.kill()
        raise AssertionError(f"the demo did not start:\n{log.read_text()[-3000:]}\n{tails(var / 'log')}")
    return Product(var, f"http://127.0.0.1:{port}", process, json.loads(note.read_text()), settings or {})


def database_pid(var: Path) -> int:
    """The PostgreSQL server of this product."""
    port = str(json.loads((var / "db" / "credentials.json").read_text())["roles"]["port"])
    for entry in Path("/proc").iterdir():
        words = command_line(entry)
        if words[0].endswith("bin/postgres") and port in words:
            return int(entry.name)
    raise AssertionError(f"no database server on port {port}")


def forget_database(var: Path) -> None:
    """Started by root, the data may lie outside the test's own directory, where nothing else clears it."""
    work = EmbeddedPostgres(var / "db").work
    if not work.is_relative_to(var):
        shutil.rmtree(work)


def restart_database(var: Path) -> None:
    """Fast shutdown behind everybody's back; the supervisor has to bring it up again."""
    before = database_pid(var)
    os.kill(before, signal.SIGINT)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        time.sleep(0.2)
        try:
            if database_pid(var) != before:
                return
        except AssertionError:
            continue
    raise AssertionError("the database did not come back")


def tails(folder: Path) -> str:
    return "\n".join(f"--- {path.name}\n{path.read_text()[-2000:]}" for path in sorted(folder.glob("*.log")))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command_line(entry: Path) -> list[str]:
    try:
        return (entry / "cmdline").read_bytes().decode().split("\0") if entry.name.isdigit() else [""]
    except OSError:
        return [""]


def environ(entry: Path) -> str:
    try:
        return (entry / "environ").read_bytes().decode(errors="replace")
    except OSError:
        return ""
