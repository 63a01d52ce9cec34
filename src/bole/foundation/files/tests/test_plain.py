import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bole.foundation.files import plain
from bole.foundation.files.plain import plain_directory
from bole.foundation.files.tasks import sweep_files


@pytest.fixture
def parent(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.PLAIN_DIR = tmp_path
    monkeypatch.setattr(plain, "GRACE_SECONDS", -1)
    monkeypatch.setattr(plain, "MEMORY", tmp_path)
    monkeypatch.setattr(plain.tempfile, "gettempdir", lambda: str(tmp_path))
    return tmp_path


def test_it_is_private_and_goes_with_the_block(parent: Path) -> None:
    with plain_directory() as directory:
        assert directory.parent == parent
        assert directory.stat().st_mode & 0o777 == 0o700
        (directory / "film").write_bytes(b"x")
    assert not list(parent.iterdir())


def test_it_goes_when_the_block_fails(parent: Path) -> None:
    with pytest.raises(RuntimeError), plain_directory() as directory:
        (directory / "film").write_bytes(b"x")
        raise RuntimeError
    assert not list(parent.iterdir())


def test_what_a_killed_process_left_is_removed_by_the_next(parent: Path) -> None:
    child = os.fork()
    if child == 0:
        with plain_directory() as directory:
            (directory / "film").write_bytes(b"x")
            os.kill(os.getpid(), signal.SIGKILL)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    assert [path.name for path in parent.rglob("film")] == ["film"]
    with plain_directory() as directory:
        assert list(parent.iterdir()) == [directory]


def test_what_another_process_uses_stays(parent: Path) -> None:
    with plain_directory() as first, plain_directory() as second:
        assert sorted(parent.iterdir()) == sorted([first, second])


def test_a_fresh_directory_has_time_to_be_locked(parent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "GRACE_SECONDS", 60)
    fresh = parent / (plain.PREFIX + "x")
    fresh.mkdir()
    with plain_directory():
        assert fresh.exists()
    os.utime(fresh, (0, 0))
    with plain_directory():
        assert not fresh.exists()


def test_without_room_in_memory_the_disk_is_taken(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.PLAIN_DIR = None
    monkeypatch.setattr(plain.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(plain, "MEMORY", tmp_path / "nowhere")
    assert plain._parent() == tmp_path
    monkeypatch.setattr(plain, "MEMORY", tmp_path)
    monkeypatch.setattr(plain, "ROOM", 1 << 80)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(plain.tempfile, "gettempdir", lambda: str(tmp_path / "tmp"))
    assert plain._parent() == tmp_path / "tmp"


def orphan(place: Path) -> Path:
    left = place / (plain.PREFIX + "left")
    left.mkdir(mode=0o700, parents=True)
    (left / "film.webm").write_bytes(b"x")
    os.utime(left, (0, 0))
    return left


def test_leftovers_go_wherever_room_was_found_that_day(
    parent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker killed while memory was short left its film on disk; today's worker uses memory again."""
    memory, disk = tmp_path / "memory", tmp_path / "disk"
    left = [orphan(memory), orphan(disk), orphan(parent)]
    monkeypatch.setattr(plain, "MEMORY", memory)
    monkeypatch.setattr(plain.tempfile, "gettempdir", lambda: str(disk))
    assert plain.remove_orphans() == 3
    assert not any(path.exists() for path in left)
    assert plain.remove_orphans() == 0


def test_the_nightly_sweep_removes_them_too(parent: Path, db: None, settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = settings.VAR_DIR = tmp_path / "var"
    left = orphan(parent)
    sweep_files(0)
    assert not left.exists()


def test_a_starting_worker_removes_them(tmp_path: Path) -> None:
    """Before it takes its first task."""
    left = orphan(tmp_path)
    around = {
        "DJANGO_SETTINGS_MODULE": "bole.config.settings.demo", "BOLE_VAR_DIR": str(tmp_path / "var"),
        "BOLE_PLAIN_DIR": str(tmp_path), "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }  # fmt: skip
    command = [sys.executable, "-c", STARTS_AND_STOPS, "--queues", "speech"]
    subprocess.run(command, env={**os.environ, **around}, capture_output=True, timeout=120, check=True)
    assert not left.exists()


STARTS_AND_STOPS = """
import sys
from bole.cli import worker
async def nothing(*_given, **_named): pass
worker._work = nothing  # no database is needed to see what happens before
worker.run(sys.argv[1:])
"""
