"""Objects as files of one directory: written beside, synced, then renamed into place."""

import contextlib
import errno
import os
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from bole.ports.object_storage import StorageError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
TEMPORARY = ".part-"


def storage() -> "DiskStorage":
    """The store of this installation (setting FILE_STORAGE names this factory)."""
    return DiskStorage(Path(settings.FILES_DIR))


@contextlib.contextmanager
def failures_named(what: str) -> Iterator[None]:
    """Operating system errors → StorageError with a stable code."""
    try:
        yield
    except FileNotFoundError as error:
        raise StorageError(f"{what}: not there", code="storage_missing") from error
    except OSError as error:
        if error.errno in _FULL:
            raise StorageError(f"{what}: the disk is full", code="storage_full", retryable=True) from error
        raise StorageError(f"{what}: {error.strerror}", retryable=True) from error


def sync_directory(directory: Path) -> None:
    """Make a rename survive a power cut."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_beside(target: Path, chunks: Iterable[bytes]) -> tuple[Path, int]:
    """All chunks in a synced temporary file next to ``target``; on any failure nothing stays behind."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = target.with_name(f"{TEMPORARY}{secrets.token_hex(8)}")
    size = 0
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb", buffering=0) as out:
            for chunk in chunks:
                size += _write_all(out.fileno(), chunk)
            os.fsync(out.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary, size


def _write_all(descriptor: int, chunk: bytes) -> int:
    view = memoryview(chunk)
    while view:
        view = view[os.write(descriptor, view) :]
    return len(chunk)


class DiskStorage:
    """ObjectStorage under ``root``. Keys are made by us; one that leaves the root is refused all the same."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, key: str) -> Path:
        """Where the object of ``key`` lies."""
        parts = key.split("/")
        if any(part in {"", ".", ".."} or "\0" in part for part in parts):
            raise StorageError("a storage key must stay inside the storage", code="storage_key")
        return self.root.joinpath(*parts)

    def write(self, key: str, chunks: Iterable[bytes]) -> int:
        """See ObjectStorage."""
        target = self.path(key)
        with failures_named("write"):
            temporary, size = write_beside(target, chunks)
            temporary.replace(target)
            sync_directory(target.parent)
        return size

    def read(self, key: str, start: int, length: int) -> bytes:
        """See ObjectStorage."""
        with failures_named("read"), self.path(key).open("rb") as stream:
            stream.seek(start)
            return stream.read(length)

    def size(self, key: str) -> int:
        """See ObjectStorage."""
        with failures_named("size"):
            return self.path(key).stat().st_size

    def delete(self, key: str) -> None:
        """See ObjectStorage."""
        with failures_named("delete"):
            self.path(key).unlink(missing_ok=True)

    def keys(self, prefix: str) -> Iterator[str]:
        """See ObjectStorage."""
        for path in sorted(self.root.rglob("*")):
            key = path.relative_to(self.root).as_posix()
            if key.startswith(prefix) and path.is_file() and not path.name.startswith(TEMPORARY):
                yield key

    def tidy(self, before: datetime) -> int:
        """See ObjectStorage."""
        removed = 0
        for path in list(self.root.rglob(TEMPORARY + "*")):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    removed += 1
        return removed
