"""What strangers send, and what happens to the child that opens it."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from bole.perception import sandbox
from bole.perception.errors import PerceptionError

pytestmark = pytest.mark.media


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.webm", b"", "empty"),
        ("junk.webm", None, "unreadable"),
        ("zeros.mp4", bytes(1_000_000), "unreadable"),
        (
            "playlist.webm",
            b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n",
            "unreadable",
        ),
        ("concat.mp4", b"ffconcat version 1.0\nfile /etc/passwd\n", "unreadable"),
        ("text.mp4", b"hello " * 10_000, "unreadable"),
    ],
)
def test_what_is_no_recording_is_a_named_error(watch, tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(os.urandom(10_000_000) if content is None else content)
    with pytest.raises(PerceptionError) as caught:
        watch(path)
    assert caught.value.code == code
    assert not caught.value.retryable
    assert str(tmp_path) not in caught.value.message


@pytest.mark.parametrize("cut", [1, 40, 300, 600])
def test_a_file_cut_anywhere_ends_named(watch, teller, tmp_path, cut):
    path = tmp_path / "cut.webm"
    path.write_bytes(teller.read_bytes()[:cut])
    with pytest.raises(PerceptionError) as caught:
        watch(path, {"face"})
    assert caught.value.code in ("unreadable", "empty")


def test_damage_in_the_middle_is_survived(watch, teller, tmp_path):
    raw = bytearray(teller.read_bytes())
    raw[100_000:160_000] = os.urandom(60_000)
    path = tmp_path / "damaged.webm"
    path.write_bytes(raw)
    assert watch(path, {"face"}).duration > 25


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (sandbox.Limits(memory_bytes=250 * 1024 * 1024), "limit_exceeded"),
        (sandbox.Limits(cpu_seconds=1), "limit_exceeded"),
        (sandbox.Limits(output_bytes=100), "limit_exceeded"),
        (sandbox.Limits(wall_seconds=1.0), "timed_out"),
        (sandbox.Limits(input_bytes=1000), "too_large"),
    ],
)
def test_limits_hold_and_leave_no_process(watch, teller, limits, code):
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    with pytest.raises(PerceptionError) as caught:
        watch(teller, limits=limits)
    assert caught.value.code == code
    assert {child.pid for child in psutil.Process().children(recursive=True)} <= before


def test_the_child_inherits_nothing_and_tells_how_far_it_is(watch, teller, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    monkeypatch.setenv("BOLE_MASTER_KEY_FILE", "key")
    seen: dict[str, object] = {}
    told: list[tuple[str, float]] = []

    def look(stage: str, share: float) -> None:
        told.append((stage, share))
        children = psutil.Process().children()
        if not seen and children:
            seen["environ"] = children[0].environ()
            seen["limits"] = Path(f"/proc/{children[0].pid}/limits").read_text()

    watch(teller, {"speech"}, progress=look)
    environ = seen["environ"]
    assert isinstance(environ, dict)
    assert not {"DATABASE_URL", "BOLE_MASTER_KEY_FILE", "HOME", "USER"} & set(environ)
    assert re.search(r"Max core file size +0 +0 ", str(seen["limits"]))
    assert [stage for stage, _ in told][-1] == "done"
    assert {"decode", "recognition"} <= {stage for stage, _ in told}
    assert all(0 <= share <= 1 for _, share in told)


def test_a_killed_child_is_named_and_may_be_tried_again(watch, teller):
    def kill(_stage: str, _share: float) -> None:
        for child in psutil.Process().children():
            child.kill()

    with pytest.raises(PerceptionError) as caught:
        watch(teller, {"face"}, progress=kill)
    assert (caught.value.code, caught.value.retryable) == ("child_died", True)


def test_the_child_goes_when_its_worker_is_killed(teller, models_dir):
    script = (
        "import sys; from pathlib import Path; from bole.perception import sandbox, api\n"
        "sandbox.observe([Path(sys.argv[1])], languages=('zh',), channels=api.CHANNELS, law='default',"
        " models_dir=Path(sys.argv[2]), progress=lambda *a: print('.', flush=True))"
    )
    source = Path(sandbox.__file__).resolve().parents[2]
    worker = subprocess.Popen(
        [sys.executable, "-c", script, str(teller), str(models_dir)],
        env={**os.environ, "PYTHONPATH": str(source)},
        stdout=subprocess.PIPE,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline()
    (child,) = psutil.Process(worker.pid).children()
    worker.kill()
    worker.wait()
    worker.stdout.close()
    deadline = time.monotonic() + 20
    while child.is_running() and child.status() != psutil.STATUS_ZOMBIE and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
