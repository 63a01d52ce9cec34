"""Directories for decrypted files: private, in memory where there is room, gone even after a kill."""

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

PREFIX = "bole-plain-"
MEMORY = Path("/dev/shm")  # noqa: S108  a file system in memory; names inside are made by mkdtemp
ROOM = 1024**3
GRACE_SECONDS = 60  # between making a directory and locking it


@contextlib.contextmanager
def plain_directory() -> Iterator[Path]:
    """A directory (0700) for decrypted files, removed with all it holds when the block ends.

    It lies in PLAIN_DIR, else in memory when 1 GiB is free there, else in the system's temporary directory.
    Its lock ends with the process, so the next caller removes what a killed one left.
    """
    parent = _parent()
    remove_orphans()
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=parent) as name:
        descriptor = os.open(name, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield Path(name)
        finally:
            os.close(descriptor)


def _parent() -> Path:
    named = getattr(settings, "PLAIN_DIR", None)
    if named:
        return Path(named)
    try:
        facts = os.statvfs(MEMORY)
    except OSError:
        return Path(tempfile.gettempdir())
    roomy = facts.f_bavail * facts.f_frsize >= ROOM and os.access(MEMORY, os.W_OK)
    return MEMORY if roomy else Path(tempfile.gettempdir())


def remove_orphans() -> int:
    """Remove what killed processes left, wherever it may lie: the place is chosen anew each time, by what
    room there is. Done when a worker starts, before each use, and every night. Gives how many.
    """
    places = {_parent(), MEMORY, Path(tempfile.gettempdir())}
    return sum(_remove_in(place) for place in sorted(places) if place.is_dir())


def _remove_in(parent: Path) -> int:
    removed = 0
    for found in parent.glob(PREFIX + "*"):
        with contextlib.suppress(OSError):
            if time.time() - found.stat().st_mtime < GRACE_SECONDS:
                continue
            descriptor = os.open(found, os.O_RDONLY)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(found)
                removed += 1
            finally:
                os.close(descriptor)
    return removed
