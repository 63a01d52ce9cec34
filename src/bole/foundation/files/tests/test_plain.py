import os
import signal
from pathlib import Path
from typing import Any

import pytest

from bole.foundation.files import plain
from bole.foundation.files.plain import plain_directory


@pytest.fixture
def parent(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.PLAIN_DIR = tmp_path
    monkeypatch.setattr(plain, "GRACE_SECONDS", -1)
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
