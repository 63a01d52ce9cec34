"""Keep child processes running, and leave none behind, however the parent ends.

Each child leads its own process group. A crashed one is started again after a growing pause. A guard process
(`bole.cli.guard`) reads our end of a pipe: when we die without saying goodbye (kill -9), it ends the groups
and the database server.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
STEADY_SECONDS = 60.0  # a child that ran this long starts again with the first pause
GRACE_SECONDS = 20.0

Report = Callable[[str], None]


@dataclass(slots=True)
class Child:
    """One process to keep alive."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    without: Sequence[str] = ()  # variables of ours that are none of its business
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = 0.0


class Guard:
    """The process that cleans up after a supervisor that was killed."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bole.cli.guard"], stdin=subprocess.PIPE, start_new_session=True, cwd="/"
        )

    def tell(self, word: str, value: object) -> None:
        """``watch PID``, ``forget PID`` (process groups), ``database DIRECTORY``, ``bye``."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word} {value}\n".encode())
        self._process.stdin.flush()

    def dismiss(self) -> None:
        """Everything is stopped: the guard may go."""
        self.tell("bye", "")
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(GRACE_SECONDS)


class Supervisor:
    """Starts children, restarts the crashed, stops all. Use as a context manager from the main thread."""

    def __init__(self, report: Report, log_dir: Path | None = None) -> None:
        self.children: list[Child] = []
        self.guard = Guard()
        self.stopping = False
        self.watched: Callable[[], None] | None = None  # looked after before the children
        self._report = report
        self._log_dir = log_dir

    def __enter__(self) -> Supervisor:
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def start(self, child: Child) -> Child:
        """Start a child and keep it alive from now on."""
        self.children.append(child)
        self._launch(child)
        return child

    def tend(self) -> None:
        """Start again what has crashed and whose pause is over."""
        if self.watched is not None:
            self.watched()
        for child in self.children:
            if child.process is None:
                if time.monotonic() >= child.due:
                    self._launch(child)
            elif (code := child.process.poll()) is not None:
                self._crashed(child, code)

    def run(self, until: Callable[[], bool] = lambda: False) -> None:
        """Tend until stopped by a signal or ``until`` says so."""
        while not self.stopping and not until():
            self.tend()
            time.sleep(0.3)

    def stop(self) -> None:
        """Ask all children to end, wait, then end them; nothing is left behind."""
        self.stopping = True
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            signal_group(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._report(f"process {process.pid} does not stop by itself; ending it")
            signal_group(process.pid, signal.SIGKILL)
            process.wait()
            self.guard.tell("forget", process.pid)
        self.children.clear()

    def _asked_to_stop(self, _number: int, _frame: object) -> None:
        self.stopping = True

    def _launch(self, child: Child) -> None:
        log = self._log(child)
        inherited = {name: value for name, value in os.environ.items() if name not in child.without}
        environment = inherited | dict(child.environment)
        try:
            child.process = subprocess.Popen(
                child.command, env=environment, stdin=subprocess.DEVNULL, start_new_session=True,
                stdout=log, stderr=subprocess.STDOUT if log else None,
            )  # fmt: skip
        finally:
            if log:
                log.close()
        self.guard.tell("watch", child.process.pid)
        child.started = time.monotonic()

    def _log(self, child: Child) -> IO[bytes] | None:
        if self._log_dir is None:
            return None
        self._log_dir.mkdir(parents=True, exist_ok=True)
        return (self._log_dir / f"{child.name}.log").open("ab")

    def _crashed(self, child: Child, code: int) -> None:
        assert child.process is not None
        signal_group(child.process.pid, signal.SIGKILL)  # what it may have left in its group
        self.guard.tell("forget", child.process.pid)
        child.process = None
        if time.monotonic() - child.started > STEADY_SECONDS:
            child.pause = FIRST_PAUSE
        child.due = time.monotonic() + child.pause
        self._report(f"{child.name} ended with code {code}; starting it again in {child.pause:.0f} s")
        child.pause = min(child.pause * 2, LONGEST_PAUSE)


def signal_group(leader: int, number: int) -> None:
    """Signal a process group; one that is gone is no error."""
    try:
        os.killpg(leader, number)
    except (ProcessLookupError, PermissionError):
        return
