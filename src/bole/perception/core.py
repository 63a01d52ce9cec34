"""One analysis on one core.

The face and body models hand each frame over between threads of their own, about a thousand times a minute of
film. On a machine whose cores are all busy each hand-over to another core waits for that core's turn: two
analyses at once then idle for a third of their time. On one core the next thread simply goes on.
"""

import contextlib
import os
import random
import time
from dataclasses import dataclass
from pathlib import Path

STAT = Path("/proc/stat")
TICKS = float(os.sysconf("SC_CLK_TCK"))
FIRST_LOOK, LOOK_AGAIN = 0.1, 2.0  # seconds
STARVED, FREE = (
    0.7,
    0.5,
)  # shares of a second: ours is less than that, another core has more than that to give


@dataclass(slots=True)
class Look:
    """What was used up to a moment: seconds, by core (idle time counted out) and by this process."""

    at: float
    busy: dict[int, float]
    own: float

    @classmethod
    def now(cls) -> "Look":
        """What the system counts at this moment."""
        return cls(time.monotonic(), busy_seconds(STAT.read_text()), time.process_time())


class Core:
    """The core this process keeps to: ``settle`` before a model starts threads, ``keep`` now and then."""

    def __init__(self) -> None:
        self._allowed = sorted(os.sched_getaffinity(0))
        self._at: int | None = None
        self._last: Look | None = None

    def settle(self) -> None:
        """Move to the quietest core; where the system does not tell or does not allow it, stay everywhere."""
        if len(self._allowed) < 2:
            return
        with contextlib.suppress(OSError, ValueError, IndexError):
            before = Look.now()
            time.sleep(FIRST_LOOK)
            self._last = Look.now()
            self._move(quietest(shares(before, self._last), self._allowed))

    def keep(self) -> None:
        """Move on when somebody took this core and another one idles; looks every two seconds at most."""
        if self._at is None or self._last is None or time.monotonic() - self._last.at < LOOK_AGAIN:
            return
        with contextlib.suppress(OSError, ValueError, IndexError):
            before, self._last = self._last, Look.now()
            used = shares(before, self._last)
            own = (self._last.own - before.own) / (self._last.at - before.at)
            better = quietest(used, [core for core in self._allowed if core != self._at])
            if own < STARVED and 1.0 - used.get(better, 1.0) > FREE:
                self._move(better)

    def _move(self, core: int) -> None:
        for thread in Path("/proc/self/task").iterdir():
            with contextlib.suppress(ProcessLookupError):  # it ended meanwhile
                os.sched_setaffinity(int(thread.name), {core})
        self._at = core


def busy_seconds(stat: str) -> dict[int, float]:
    """Seconds each core was not idle since the machine started, from the text of ``/proc/stat`` (proc(5))."""
    busy = {}
    for line in stat.splitlines():
        name, *columns = line.split()
        if name.startswith("cpu") and name != "cpu":
            user, nice, system, _idle, _waiting, *rest = (int(column) for column in columns[:8])
            busy[int(name[3:])] = (user + nice + system + sum(rest)) / TICKS
    return busy


def shares(before: Look, after: Look) -> dict[int, float]:
    """Which part of the time between two looks each core was busy, 0 to about 1."""
    took = max(after.at - before.at, 1e-6)
    return {core: (busy - before.busy.get(core, busy)) / took for core, busy in after.busy.items()}


def quietest(used: dict[int, float], allowed: list[int]) -> int:
    """Of the allowed cores one of the least busy; by lot, so that two that look at once seldom meet."""
    least = min(used[core] for core in allowed if core in used) + 0.15
    return random.choice([core for core in allowed if used.get(core, 1.0) <= least])  # noqa: S311 - not a secret
