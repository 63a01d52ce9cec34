"""The demo bank's clock can be moved on: weeks of reminders, deadlines and first days within minutes.

A file in the demo's directory holds the seconds all its processes are ahead (``bole demo --ahead``). Real
installations know no such file: only settings with ``DEMO`` read it, and `bole up` refuses those.
"""

from datetime import timedelta
from pathlib import Path

from bole.kernel import clock
from bole.kernel.errors import InvalidError

NAME = "clock-ahead"
FARTHEST = timedelta(days=3 * 366)


def path(var: Path) -> Path:
    """Where the seconds stand."""
    return var / NAME


def install(var: Path) -> None:
    """Let this process read its time through the file."""
    file = path(var)
    seen: tuple[int, timedelta] = (0, timedelta())

    def ahead() -> timedelta:
        nonlocal seen
        try:
            changed = file.stat().st_mtime_ns
        except OSError:
            return timedelta()
        if changed != seen[0]:
            seen = (changed, read(var))
        return seen[1]

    clock.run_ahead(ahead)


def read(var: Path) -> timedelta:
    """How far ahead the bank is; nothing where the file is missing or holds no number."""
    try:
        return timedelta(seconds=int(path(var).read_text()))
    except (OSError, ValueError):
        return timedelta()


def move_on(var: Path, by: timedelta) -> timedelta:
    """Move the clock on, never back: what happened has happened. Gives how far ahead it is now."""
    ahead = read(var) + by
    if by <= timedelta() or ahead > FARTHEST:
        raise InvalidError("the clock goes forward, by three years at most", fields={"ahead": "out_of_range"})
    partial = path(var).with_suffix(".part")
    partial.write_text(str(int(ahead.total_seconds())))
    partial.replace(path(var))
    return ahead
