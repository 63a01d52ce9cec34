"""Contents encrypted anew: killed at any moment, every file stays readable and the work goes on."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.support.database import credentials

from bole.cli.backup import snapshot
from bole.cli.backup.manifest import BackupError
from bole.foundation.access.actors import system_scope
from bole.foundation.files import queries, rewriting, services, storage
from bole.foundation.files.disk import DiskStorage
from bole.foundation.files.models import StoredFile
from bole.foundation.files.tests.conftest import NOW, Sender, webm
from bole.foundation.keys import rotation
from bole.foundation.keys.crypto import SealError
from bole.kernel.errors import ConflictError

LATER = NOW + timedelta(days=1)
SIZE = 2_100_000  # three frames


class Killed(BaseException):
    """As a process that ends there."""


@pytest.fixture
def data() -> bytes:
    return webm(SIZE)


@pytest.fixture
def stored(sender: Sender, data: bytes) -> StoredFile:
    return sender.store(data, 900_000)


def raw(stored: StoredFile) -> bytes:
    return storage.storage().read(storage.file_key(stored.pk), 0, 2 * SIZE)


def plain(stored: StoredFile) -> bytes:
    with queries.open_plain(stored.pk) as reader:
        return reader.read()


def rewrite() -> int:
    with system_scope("test"):
        return rewriting.rewrite_all(before=LATER, now=LATER)


def test_every_frame_changes_and_the_content_does_not(stored: StoredFile, data: bytes) -> None:
    before, key = raw(stored), bytes(stored.wrapped_key or b"")
    assert rewrite() == 1
    after = raw(stored)
    frame = 1_048_592
    assert all(
        before[8 + n * frame : 40 + n * frame] != after[8 + n * frame : 40 + n * frame] for n in range(3)
    )
    assert plain(stored) == data
    stored.refresh_from_db()
    assert stored.next_key is None
    old_reader = queries.reader_of(stored, keys=[queries.unwrapped(stored, "wrapped_key")])
    assert old_reader.read(10) == data[:10]
    stored.wrapped_key = key
    with pytest.raises(SealError):
        queries.reader_of(stored).read(10)
    assert rewrite() == 0, "what is done is not done twice"


@pytest.mark.parametrize("moment", ["write", "after write"])
def test_a_killed_rewriting_goes_on(
    stored: StoredFile, data: bytes, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    real = DiskStorage.write

    def dying(self: DiskStorage, key: str, chunks: Any) -> int:
        if moment == "after write":
            real(self, key, chunks)
        raise Killed

    monkeypatch.setattr(DiskStorage, "write", dying)
    for _time in range(2):
        with pytest.raises(Killed):
            rewrite()
        assert plain(stored) == data
    monkeypatch.setattr(DiskStorage, "write", real)
    assert rewrite() == 1
    stored.refresh_from_db()
    assert (stored.next_key, stored.sealed_at) == (None, LATER)
    assert plain(stored) == data


def test_keys_on_their_way_take_part_in_a_rotation(
    stored: StoredFile, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "files_storedfile.next_key" in {column.name for column in rotation.sealed_columns()}


def test_a_changed_file_is_left_as_it_is(stored: StoredFile, files_dir: Path) -> None:
    place = files_dir / storage.file_key(stored.pk)
    damaged = bytearray(place.read_bytes())
    damaged[-1] ^= 1
    place.write_bytes(damaged)
    with pytest.raises(SealError):
        rewrite()
    assert place.read_bytes() == damaged


def test_a_file_erased_meanwhile_stays_erased(
    stored: StoredFile, files_dir: Path, monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:  # fmt: skip
    real = DiskStorage.write

    def overtaken(self: DiskStorage, key: str, chunks: Any) -> int:
        services.erase(file_id=stored.pk, now=NOW, reason="test")
        return real(self, key, chunks)

    monkeypatch.setattr(DiskStorage, "write", overtaken)
    rewrite()
    stored.refresh_from_db()
    assert (stored.wrapped_key, stored.next_key) == (None, None)
    assert not (files_dir / storage.file_key(stored.pk)).exists()


def test_no_backup_is_made_meanwhile_nor_the_other_way_round(stored: StoredFile) -> None:
    url = credentials().url("backup")
    with snapshot.taken(url), pytest.raises(ConflictError):
        rewrite()
    with psycopg.connect(url) as busy:
        busy.execute("SELECT pg_advisory_lock(%s)", [rewriting.LOCK])
        with pytest.raises(BackupError, match="try again later"), snapshot.taken(url):
            pass
