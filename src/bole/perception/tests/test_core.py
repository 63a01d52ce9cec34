"""Keeping to one core: where to settle, and when to move on."""

import os
import threading
import time
from pathlib import Path

import pytest

from bole.perception import core
from bole.perception.core import Core, Look, busy_seconds, quietest, shares

STAT = """cpu  300 0 100 4000 20 4 6 0 0 0
cpu0 200 10 70 2000 10 3 5 2 0 0
cpu11 100 0 30 2000 10 1 1 0 0 0
intr 12345 0 0
ctxt 9
"""


def test_idle_and_waiting_time_is_not_busy() -> None:
    busy = busy_seconds(STAT)
    assert busy == {0: 290 / core.TICKS, 11: 132 / core.TICKS}


def test_the_quietest_of_the_allowed_cores() -> None:
    used = shares(Look(10.0, {0: 5.0, 1: 5.0, 2: 5.0}, 0.0), Look(12.0, {0: 7.0, 1: 5.2, 2: 5.0}, 0.0))
    assert used == {0: 1.0, 1: pytest.approx(0.1), 2: 0.0}
    assert quietest(used, [0, 1]) == 1
    assert quietest(used, [0]) == 0
    assert {quietest(used, [0, 1, 2]) for _ in range(50)} == {1, 2}, "equals are chosen by lot"


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[set[int]]:
    """A process allowed on cores 0 and 1; what it was moved to is collected, nothing is really moved."""
    moved: list[set[int]] = []
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1})
    monkeypatch.setattr(
        os, "sched_setaffinity", lambda thread, cores: moved.append(cores) if thread == os.getpid() else None
    )
    monkeypatch.setattr(core, "STAT", tmp_path / "stat")
    core.STAT.write_text("cpu0 0 0 0 0 0 0 0 0\ncpu1 0 0 0 0 0 0 0 0\n")
    monkeypatch.setattr(time, "sleep", lambda _seconds: tell(50, 0))  # core 0 is taken, 1 idles
    return moved


def tell(first: int, second: int) -> None:
    core.STAT.write_text(f"cpu0 {first} 0 0 0 0 0 0 0\ncpu1 {second} 0 0 0 0 0 0 0\n")


@pytest.mark.parametrize(
    ("own", "first", "moves"),
    [(2.9, 50, False), (1.0, 50, True), (1.0, 350, False)],
    ids=["it has its core", "it is starved and the other core idles", "both cores are taken"],
)
def test_it_moves_on_only_where_there_is_more_to_have(
    two_cores: list[set[int]], monkeypatch: pytest.MonkeyPatch, own: float, first: int, moves: bool
) -> None:
    place = Core()
    place.settle()
    assert two_cores == [{1}]
    began, spent = time.monotonic(), time.process_time()
    place.keep()
    assert two_cores == [{1}], "it looks every two seconds at most"
    monkeypatch.setattr(time, "monotonic", lambda: began + 3.0)
    monkeypatch.setattr(time, "process_time", lambda: spent + own)
    tell(first, 300)
    place._last = Look(began, {0: 50 / core.TICKS, 1: 0.0}, spent)
    place.keep()
    assert two_cores == ([{1}, {0}] if moves else [{1}])


def test_a_system_that_tells_nothing_is_left_alone(two_cores: list[set[int]]) -> None:
    core.STAT.unlink()
    place = Core()
    place.settle()
    place.keep()
    assert two_cores == []


def test_all_threads_really_move() -> None:
    """On this machine, and back."""
    allowed = os.sched_getaffinity(0)
    stop, started = threading.Event(), threading.Event()
    seen: list[set[int]] = []

    def wait() -> None:
        started.set()
        stop.wait(10)
        seen.append(os.sched_getaffinity(0))

    thread = threading.Thread(target=wait)
    thread.start()
    started.wait(10)
    try:
        place = Core()
        place._move(min(allowed))
        assert os.sched_getaffinity(0) == {min(allowed)}
        stop.set()
        thread.join()
        assert seen == [{min(allowed)}]
    finally:
        stop.set()
        for one in Path("/proc/self/task").iterdir():
            os.sched_setaffinity(int(one.name), allowed)
