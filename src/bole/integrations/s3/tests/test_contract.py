"""What every object store must do, asked of the disk and of S3."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bole.foundation.files.disk import DiskStorage
from bole.ports.object_storage import ObjectStorage, StorageError


@pytest.fixture(params=["disk", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStorage:
    if request.param == "disk":
        return DiskStorage(tmp_path)
    found: ObjectStorage = request.getfixturevalue("bucket")
    return found


def test_an_object_comes_back(store: ObjectStorage) -> None:
    data = os.urandom(100_000)
    assert store.write("files/ab/one", [data[:3], data[3:], b""]) == len(data)
    assert store.size("files/ab/one") == len(data)
    assert store.read("files/ab/one", 0, len(data)) == data
    assert store.read("files/ab/one", 99_990, 100) == data[-10:]
    assert store.read("files/ab/one", 10, 5) == data[10:15]
    assert store.read("files/ab/one", 100_000, 10) == b""


def test_an_object_of_several_parts(store: ObjectStorage) -> None:
    chunk = os.urandom(1024 * 1024 + 16)
    store.write("files/ab/big", (chunk for _number in range(18)))
    assert store.size("files/ab/big") == 18 * len(chunk)
    assert store.read("files/ab/big", 17 * len(chunk), len(chunk)) == chunk


def test_writing_again_replaces(store: ObjectStorage) -> None:
    store.write("files/ab/one", [b"old and longer"])
    store.write("files/ab/one", [b"new"])
    assert store.read("files/ab/one", 0, 100) == b"new"


def test_a_failed_write_leaves_nothing(store: ObjectStorage) -> None:
    def failing() -> Iterator[bytes]:
        yield b"x" * 100
        raise ValueError("the source broke")

    with pytest.raises(ValueError, match="source broke"):
        store.write("files/ab/one", failing())
    assert list(store.keys("files/")) == []
    assert store.tidy(datetime.now(UTC) + timedelta(days=1)) == 0


def test_a_failed_write_keeps_the_older_object(store: ObjectStorage) -> None:
    store.write("files/ab/one", [b"old"])

    def failing() -> Iterator[bytes]:
        yield b"new"
        raise ValueError("the source broke")

    with pytest.raises(ValueError, match="source broke"):
        store.write("files/ab/one", failing())
    assert store.read("files/ab/one", 0, 10) == b"old"


def test_a_missing_object_has_a_code(store: ObjectStorage) -> None:
    calls: list[Any] = [lambda: store.size("files/no"), lambda: store.read("files/no", 0, 1)]
    for call in calls:
        with pytest.raises(StorageError) as caught:
            call()
        assert caught.value.code == "storage_missing"


def test_deleting_is_repeatable(store: ObjectStorage) -> None:
    store.write("files/ab/one", [b"x"])
    store.delete("files/ab/one")
    store.delete("files/ab/one")
    assert list(store.keys("")) == []


def test_names_are_listed_by_prefix(store: ObjectStorage) -> None:
    for key in ("files/aa/1", "files/bb/2", "quarantine/3"):
        store.write(key, [b"x"])
    assert sorted(store.keys("files/")) == ["files/aa/1", "files/bb/2"]
    assert sorted(store.keys("files/b")) == ["files/bb/2"]


@pytest.mark.parametrize(
    "key", ["../outside", "files/../../outside", "/etc/passwd", "files//x", "files/./x", ""]
)
def test_no_key_leaves_the_directory(tmp_path: Path, key: str) -> None:
    with pytest.raises(StorageError) as caught:
        DiskStorage(tmp_path / "store").write(key, [b"x"])
    assert caught.value.code == "storage_key"
