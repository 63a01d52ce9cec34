"""Full disks, killed processes, two senders at once: nothing lost, nothing half-written."""

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from bole.foundation.access.actors import acting_as, system_scope
from bole.foundation.files import disk, queries, services, staging
from bole.foundation.files.models import FileOpening, StoredFile, Upload, UploadPart
from bole.foundation.files.tests.conftest import NOW, Sender, cut, digest, webm
from bole.kernel.errors import BoleError, NotFoundError
from bole.kernel.ids import new_id
from bole.ports.object_storage import StorageError


@pytest.fixture
def small_disk(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A file system of 1 MiB; the test runner must be root to have one."""
    root = tmp_path / "small"
    root.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(root)], check=True)
    settings.FILES_DIR = root / "files"
    yield root
    subprocess.run(["umount", str(root)], check=True)


@contextlib.contextmanager
def longest_file(size: int) -> Iterator[None]:
    """The kernel refuses to write more than ``size`` bytes into one file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


def names(directory: Path) -> list[str]:
    return sorted(p.relative_to(directory).as_posix() for p in directory.rglob("*") if p.is_file())


def full(call: Callable[[], object]) -> None:
    with pytest.raises(StorageError) as caught:
        call()
    assert (caught.value.code, caught.value.retryable) == ("storage_full", True)


def test_a_part_cut_short_by_the_kernel_leaves_nothing(sender: Sender, files_dir: Path) -> None:
    upload, pieces = sender.start(), cut(webm(300_000), 150_000)
    sender.put(upload, 0, pieces[0])
    before = names(files_dir)
    with longest_file(70_000):
        full(lambda: sender.put(upload, 1, pieces[1]))
    assert names(files_dir) == before
    assert queries.upload_progress(upload.pk).received == (0,)
    assert not sender.put(upload, 1, pieces[1]).duplicate
    assert sender.finish(upload, 2, 300_000).size == 300_000


def test_finishing_without_room_keeps_the_parts(sender: Sender, files_dir: Path) -> None:
    upload, data = sender.start(), webm(300_000)
    for index, piece in enumerate(cut(data, 60_000)):
        sender.put(upload, index, piece)
    before = names(files_dir)
    with longest_file(100_000):
        full(lambda: sender.finish(upload, 5, 300_000))
    assert names(files_dir) == before
    assert Upload.objects.get(pk=upload.pk).state == Upload.State.OPEN
    assert sender.finish(upload, 5, 300_000).sha256 == digest(data)


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="only root mounts a small disk")
def test_a_really_full_disk(small_disk: Path, new_sender: Callable[[], Sender]) -> None:
    person = new_sender()
    with acting_as(person.actor):
        upload, data = person.start(), webm(400_000)
        pieces = cut(data, 100_000)
        for index in (0, 1):
            person.put(upload, index, pieces[index])
        filler = small_disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as out:
            while True:
                out.write(bytes(4096))
        full(lambda: person.put(upload, 2, pieces[2]))
        assert queries.upload_progress(upload.pk).received == (0, 1)
        filler.unlink()
        for index in (2, 3):
            person.put(upload, index, pieces[index])
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as out:
            while True:
                out.write(bytes(4096))
        full(lambda: person.finish(upload, 4, 400_000))
        assert not [name for name in names(small_disk / "files") if disk.TEMPORARY in name]
        filler.unlink()
        stored = person.finish(upload, 4, 400_000)
        with queries.open_plain(stored.pk) as plain:
            assert plain.read() == data


def together(count: int, work: Callable[[int], object]) -> list[object]:
    """Run ``work`` on threads that start at one moment; exceptions are results too."""
    start, results = threading.Barrier(count), [None] * count

    def run(number: int) -> None:
        start.wait()
        try:
            results[number] = work(number)  # type: ignore[call-overload]
        except BoleError as error:
            results[number] = error  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(results)


@pytest.fixture
def committed(transactional_db: None, bank: Any, files_dir: Path) -> Sender:
    return Sender(bank.east.pk, new_id())


def test_one_part_sent_by_eight_at_once_is_kept_once(committed: Sender) -> None:
    with acting_as(committed.actor):
        upload = committed.start()
    data = webm(20_000)

    def put(_number: int) -> services.Receipt:
        with acting_as(committed.actor):
            return committed.put(upload, 0, data)

    receipts = together(8, put)
    assert sorted(r.duplicate for r in receipts if isinstance(r, services.Receipt)) == [False] + [True] * 7
    with acting_as(committed.actor):
        assert UploadPart.objects.count() == 1
        assert names(staging.root() / str(upload.pk)) == ["00000"]
        assert queries.upload_progress(upload.pk).received_bytes == 20_000


def test_two_contents_for_one_index_end_in_one_of_them(committed: Sender) -> None:
    with acting_as(committed.actor):
        upload = committed.start()
    bodies = [webm(20_000) for _number in range(4)]

    def put(number: int) -> services.Receipt:
        with acting_as(committed.actor):
            return committed.put(upload, 0, bodies[number])

    results = together(4, put)
    winners = [n for n, result in enumerate(results) if isinstance(result, services.Receipt)]
    assert len(winners) == 1
    assert {r.code for r in results if isinstance(r, BoleError)} == {"part_differs"}
    with acting_as(committed.actor):
        assert committed.finish(upload, 1, 20_000).sha256 == digest(bodies[winners[0]])


def test_parts_sent_at_once_do_not_pass_the_limit(committed: Sender) -> None:
    with acting_as(committed.actor):
        upload = committed.start(max_bytes=5000)
    pieces = cut(webm(8000), 1000)

    def put(number: int) -> services.Receipt:
        with acting_as(committed.actor):
            return committed.put(upload, number, pieces[number])

    results = together(8, put)
    assert sum(isinstance(r, services.Receipt) for r in results) == 5
    with acting_as(committed.actor):
        assert queries.upload_progress(upload.pk).received_bytes == 5000


def test_four_who_finish_at_once_get_one_file(committed: Sender, files_dir: Path) -> None:
    data = webm(200_000)
    with acting_as(committed.actor):
        upload = committed.start()
        committed.put(upload, 0, data)

    def finish(_number: int) -> StoredFile:
        with acting_as(committed.actor):
            return committed.finish(upload, 1, len(data))

    results = together(4, finish)
    assert {r.pk for r in results if isinstance(r, StoredFile)} == {upload.file_id}
    assert len(names(files_dir)) == 1
    with acting_as(committed.actor), queries.open_plain(upload.file_id) as plain:
        assert plain.read() == data


def test_a_process_killed_while_finishing(committed: Sender, files_dir: Path, monkeypatch: Any) -> None:
    data = webm(2_500_000)
    with acting_as(committed.actor):
        upload = committed.start()
        for index, piece in enumerate(cut(data, 500_000)):
            committed.put(upload, index, piece)
    connection.close()
    child = os.fork()
    if child == 0:
        real = disk.write_beside

        def dying(target: Path, chunks: Iterable[bytes]) -> tuple[Path, int]:
            def some() -> Iterator[bytes]:
                for number, chunk in enumerate(chunks):
                    if number == 2:
                        os.kill(os.getpid(), signal.SIGKILL)
                    yield chunk

            return real(target, some())

        monkeypatch.setattr(disk, "write_beside", dying)
        with acting_as(committed.actor):
            committed.finish(upload, 5, len(data))
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    with acting_as(committed.actor):
        assert not StoredFile.objects.exists()
        assert queries.upload_progress(upload.pk).received == (0, 1, 2, 3, 4)
        stored = committed.finish(upload, 5, len(data))
        with queries.open_plain(stored.pk) as plain:
            assert plain.read() == data
    leftovers = list(files_dir.rglob(disk.TEMPORARY + "*"))
    assert len(leftovers) == 1
    for path in leftovers:
        os.utime(path, (0, 0))
    with system_scope("test"):
        assert services.sweep(now=NOW).leftovers == 1
    assert len(names(files_dir)) == 1


def test_the_sweep_takes_what_is_forgotten_and_nothing_else(
    sender: Sender, files_dir: Path, django_capture_on_commit_callbacks: Any
) -> None:
    kept, waiting, forgotten = sender.store(webm(1000)), sender.start(), sender.start()
    sender.put(waiting, 0, webm(1000))
    sender.put(forgotten, 0, webm(1000))
    Upload.objects.filter(pk=forgotten.pk).update(started_at=NOW - timedelta(days=30))
    orphan = files_dir / "files" / "ab" / str(new_id())
    orphan.parent.mkdir(parents=True, exist_ok=True)
    orphan.write_bytes(b"no row points here")
    with system_scope("test"), django_capture_on_commit_callbacks(execute=True):
        swept = services.sweep(now=NOW)
    assert (swept.uploads, swept.expired) == (1, 0)
    assert not orphan.exists()
    assert (files_dir / "staging" / str(waiting.pk)).exists()
    assert not (files_dir / "staging" / str(forgotten.pk)).exists()
    with queries.open_plain(kept.pk) as plain:
        assert len(plain.read()) == 1000


def test_a_file_past_its_retention_is_erased(
    sender: Sender, files_dir: Path, django_capture_on_commit_callbacks: Any
) -> None:
    stored = sender.store(webm(1000))
    with system_scope("test"), django_capture_on_commit_callbacks(execute=True):
        assert services.sweep(now=NOW + timedelta(days=179)).expired == 0
        assert services.sweep(now=NOW + timedelta(days=181)).expired == 1
    stored.refresh_from_db()
    assert stored.wrapped_key is None
    assert not names(files_dir / "files")
    with pytest.raises(NotFoundError):
        queries.open_plain(stored.pk)


def test_the_sweep_forgets_traces_of_ended_uploads_only(sender: Sender) -> None:
    stored, waiting = sender.store(webm(1000)), sender.start()
    sender.put(waiting, 0, webm(1000))
    services.note_opening(stored=stored, nonce="n", now=NOW)
    with system_scope("test"):
        services.sweep(now=NOW + timedelta(days=1))
        assert (UploadPart.objects.count(), FileOpening.objects.count()) == (2, 1)
        services.sweep(now=NOW + timedelta(days=3))
        assert [part.upload_id for part in UploadPart.objects.all()] == [waiting.pk]
        assert not FileOpening.objects.exists()


def test_a_store_that_fails_does_not_stop_an_erasure(
    sender: Sender, files_dir: Path, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    stored = sender.store(webm(1000))

    def broken(self: disk.DiskStorage, key: str) -> None:
        raise StorageError("the store does not answer", retryable=True)

    with monkeypatch.context() as patch:
        patch.setattr(disk.DiskStorage, "delete", broken)
        with django_capture_on_commit_callbacks(execute=True):
            services.erase(file_id=stored.pk, now=NOW, reason="test")
    stored.refresh_from_db()
    assert stored.wrapped_key is None
    assert len(names(files_dir / "files")) == 1
    with system_scope("test"):
        services.sweep(now=NOW)
    assert not names(files_dir / "files")


def test_plain_copies_are_private_and_short_lived(sender: Sender) -> None:
    data = webm(5000)
    stored = sender.store(data)
    with queries.plain_directory() as directory:
        path = queries.materialise(stored.pk, directory)
        assert path.suffix == ".webm"
        assert path.read_bytes() == data
        assert directory.stat().st_mode & 0o777 == 0o700
        assert path.stat().st_mode & 0o777 == 0o600
    assert not directory.exists()
