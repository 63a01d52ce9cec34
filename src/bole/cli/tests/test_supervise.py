"""Real processes: a crash is healed, a stop leaves nothing, and neither does a killed supervisor."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from bole.cli.supervise import Child, Supervisor

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_for(condition, seconds: float = 30.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_crashed_child_is_started_again() -> None:
    said: list[str] = []
    with Supervisor(said.append) as supervisor:
        child = supervisor.start(Child("sleeper", SLEEPER))
        first = child.process.pid
        os.kill(first, signal.SIGKILL)
        supervisor.run(until=lambda: child.process is not None and child.process.pid != first)
        assert alive(child.process.pid)
        assert "sleeper ended with code -9" in said[0]
        assert child.pause == 2.0
    supervisor.guard.dismiss()


def test_stop_ends_children_and_what_they_started() -> None:
    script = "import subprocess, time; subprocess.Popen(['sleep', '600']); time.sleep(600)"
    with Supervisor(print) as supervisor:
        child = Child("parent", [sys.executable, "-c", script])
        supervisor.start(child)
        group = child.process.pid
        assert wait_for(lambda: len(members(group)) == 2)
    assert wait_for(lambda: not members(group))
    supervisor.guard.dismiss()


def test_killed_supervisor_leaves_no_orphan(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    script = (
        "from bole.cli.supervise import Child, Supervisor\n"
        "import sys, pathlib, time\n"
        "supervisor = Supervisor(print).__enter__()\n"
        "child = supervisor.start(Child('sleeper', [sys.executable, '-c', 'import time; time.sleep(600)']))\n"
        f"pathlib.Path({str(note)!r}).write_text(str(child.process.pid))\n"
        "time.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script])
    assert wait_for(lambda: note.exists() and note.read_text() != "")
    orphan = int(note.read_text())
    assert alive(orphan)
    parent.kill()
    parent.wait()
    assert wait_for(lambda: not alive(orphan))


def test_child_does_not_see_what_is_none_of_its_business(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", "secret")
    out = tmp_path / "seen"
    script = (
        "import os, pathlib, time; "
        f"pathlib.Path({str(out)!r}).write_text(str('DATABASE_OWNER_URL' in os.environ)); time.sleep(600)"
    )
    with Supervisor(print) as supervisor:
        supervisor.start(Child("curious", [sys.executable, "-c", script], without=("DATABASE_OWNER_URL",)))
        assert wait_for(lambda: out.exists() and out.read_text() != "")
    supervisor.guard.dismiss()
    assert out.read_text() == "False"


def members(group: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and alive(int(entry.name)):
            try:
                if os.getpgid(int(entry.name)) == group:
                    found.append(int(entry.name))
            except ProcessLookupError:
                continue
    return found
