"""Outlives its supervisor by a moment: a pipe closed without goodbye means: end what was left running."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

GRACE_SECONDS = 5.0


def main(lines: Iterable[str]) -> int:
    """Follow the supervisor's words until the pipe closes; then clean up unless it said ``bye``."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    database: Path | None = None
    for line in lines:
        word, _, value = line.strip().partition(" ")
        if word == "watch":
            groups.add(int(value))
        elif word == "forget":
            groups.discard(int(value))
        elif word == "database":
            database = Path(value)
        elif word == "bye":
            return 0
    end_groups(groups)
    if database is not None:
        stop_database(database)
    return 0


def end_groups(groups: set[int]) -> None:
    """SIGTERM, a short grace, then SIGKILL, to every group."""
    for group in groups:
        _signal(group, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < deadline and any(_signal(group, 0) for group in groups):
        time.sleep(0.1)
    for group in groups:
        _signal(group, signal.SIGKILL)


def stop_database(data: Path) -> None:
    """Fast shutdown of the PostgreSQL that runs in ``data``, if it is one (process ids are reused)."""
    try:
        pid = int((data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return
    if words[0].endswith(b"postgres") and str(data).encode() in words:
        os.kill(pid, signal.SIGINT)


def _signal(group: int, number: int) -> bool:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.stdin))
