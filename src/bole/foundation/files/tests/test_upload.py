"""Parts in, one encrypted file out; whatever the sender does."""

import random
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.audit import queries as audit
from bole.foundation.files import queries, rules, services, staging
from bole.foundation.files.models import StoredFile, Upload, UploadPart
from bole.foundation.files.tests.conftest import NOW, Sender, cut, digest, webm
from bole.kernel.errors import BoleError, ConflictError, InvalidError, NotFoundError


def all_bytes(directory: Path) -> bytes:
    return b"".join(path.read_bytes() for path in directory.rglob("*") if path.is_file())


@pytest.mark.parametrize("size", [100, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 3_500_000])
def test_what_was_sent_comes_back(sender: Sender, size: int) -> None:
    data = webm(size)
    stored = sender.store(data, 700_001)
    assert (stored.size, stored.sha256, stored.content_type) == (size, digest(data), "video/webm")
    with queries.open_plain(stored.pk) as plain:
        assert plain.read() == data


def test_parts_may_come_in_any_order_and_twice(sender: Sender) -> None:
    data = webm(50_000)
    upload, pieces = sender.start(), cut(data, 1000)
    order = [*range(len(pieces)), *random.Random(1).choices(range(len(pieces)), k=40)]
    random.Random(2).shuffle(order)
    seen: set[int] = set()
    for index in order:
        assert sender.put(upload, index, pieces[index]).duplicate is (index in seen)
        seen.add(index)
    assert queries.upload_progress(upload.pk).received == tuple(range(len(pieces)))
    assert queries.upload_progress(upload.pk).received_bytes == len(data)
    stored = sender.finish(upload, len(pieces), len(data))
    with queries.open_plain(stored.pk) as plain:
        assert plain.read() == data


def test_no_plain_byte_touches_the_disk(sender: Sender, files_dir: Path) -> None:
    secret = b"WORDS-OF-THE-CANDIDATE"
    data = webm(5000) + secret * 20
    upload = sender.start()
    sender.put(upload, 0, data)
    assert all_bytes(files_dir)
    assert secret not in all_bytes(files_dir)
    stored = sender.finish(upload, 1, len(data))
    assert secret not in all_bytes(files_dir)
    assert stored.wrapped_key is not None


def test_staging_goes_when_the_file_stands(
    sender: Sender, files_dir: Path, django_capture_on_commit_callbacks: Any
) -> None:
    upload, data = sender.start(), webm(3000)
    sender.put(upload, 0, data)
    with django_capture_on_commit_callbacks(execute=True):
        sender.finish(upload, 1, len(data))
    assert not (files_dir / "staging" / str(upload.pk)).exists()
    assert len([p for p in (files_dir / "files").rglob("*") if p.is_file()]) == 1


def test_finishing_twice_gives_the_same_file(sender: Sender) -> None:
    upload, data = sender.start(), webm(3000)
    sender.put(upload, 0, data)
    first = sender.finish(upload, 1, len(data))
    assert sender.finish(upload, 1, len(data)).pk == first.pk
    assert StoredFile.objects.count() == 1
    assert sender.put(upload, 0, data).duplicate


@pytest.mark.parametrize(
    ("parts", "total", "code"),
    [
        (3, 3000, "parts_missing"),
        (1, 1000, "parts_missing"),
        (0, 0, "parts_missing"),
        (2, 1999, "size_differs"),
    ],
)
def test_number_and_size_must_agree(sender: Sender, parts: int, total: int, code: str) -> None:
    upload = sender.start()
    for index, piece in enumerate(cut(webm(2000), 1000)):
        sender.put(upload, index, piece)
    with pytest.raises(BoleError) as caught:
        sender.finish(upload, parts, total)
    assert caught.value.code == code
    assert not StoredFile.objects.exists()


def test_a_gap_is_not_filled_with_anything(sender: Sender) -> None:
    upload, pieces = sender.start(), cut(webm(3000), 1000)
    sender.put(upload, 0, pieces[0])
    sender.put(upload, 2, pieces[2])
    with pytest.raises(ConflictError) as caught:
        sender.finish(upload, 2, 2000)
    assert caught.value.code == "parts_missing"
    sender.put(upload, 1, pieces[1])
    assert sender.finish(upload, 3, 3000).size == 3000


def test_hashes_of_the_sender_are_compared(sender: Sender) -> None:
    upload, data = sender.start(), webm(1000)
    sender.put(upload, 0, data)
    with pytest.raises(InvalidError) as caught:
        sender.finish(upload, 1, 1000, part_hashes=[digest(b"other")])
    assert caught.value.code == "hash_differs"
    assert sender.finish(upload, 1, 1000, part_hashes=[digest(data)]).size == 1000


@pytest.mark.parametrize("index", [-1, 10_000, 10**9, 2**63])
def test_a_part_index_has_bounds(sender: Sender, index: int) -> None:
    with pytest.raises(InvalidError) as caught:
        sender.put(sender.start(), index, b"x")
    assert caught.value.code == "part_index"


@pytest.mark.parametrize("size", [0, rules.MAX_PART_BYTES + 1, 10 * 1024 * 1024])
def test_a_part_size_has_bounds(sender: Sender, files_dir: Path, size: int) -> None:
    upload = sender.start()
    with pytest.raises(InvalidError) as caught:
        sender.put(upload, 0, bytes(size))
    assert caught.value.code == "part_size"
    assert not all_bytes(files_dir)


def test_a_changed_part_is_refused(sender: Sender) -> None:
    upload = sender.start()
    with pytest.raises(InvalidError) as caught:
        services.put_part(upload_id=upload.pk, index=0, sha256=digest(b"a"), body=b"b")
    assert caught.value.code == "part_hash"


def test_another_content_under_a_known_index_is_refused(sender: Sender) -> None:
    upload, first = sender.start(), webm(500)
    sender.put(upload, 0, first)
    with pytest.raises(ConflictError) as caught:
        sender.put(upload, 0, webm(500))
    assert caught.value.code == "part_differs"
    stored = sender.finish(upload, 1, 500)
    assert stored.sha256 == digest(first)


def test_the_whole_upload_has_a_limit(sender: Sender) -> None:
    upload = sender.start(max_bytes=2500)
    pieces = cut(webm(4000), 1000)
    sender.put(upload, 0, pieces[0])
    sender.put(upload, 1, pieces[1])
    with pytest.raises(InvalidError) as caught:
        sender.put(upload, 2, pieces[2])
    assert caught.value.code == "upload_too_large"
    assert queries.upload_progress(upload.pk).received == (0, 1)
    assert not staging.root().joinpath(str(upload.pk), "00002").exists()


def test_nobody_asks_for_more_than_the_purpose_allows(sender: Sender) -> None:
    assert sender.start(max_bytes=1 << 50).max_bytes == rules.PURPOSES["recording"].max_bytes
    with pytest.raises(InvalidError) as caught:
        sender.start(purpose="anything")
    assert caught.value.code == "purpose_unknown"


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>" * 40,
        b"MZ" + bytes(600),
        b"PK\x03\x04" + bytes(600),
        b"%PDF-1.7" + bytes(600),
        b"\x89PNG\r\n\x1a\n" + bytes(600),
        b"\x1a\x45\xdf\xa3" + bytes(600),
        b"RIFF\x00\x00\x00\x00WAVEfmt " + bytes(600),
        b"\x00\x00\x00\x18ftypXXXX" + bytes(600),
        bytes(600),
    ],
)
def test_the_name_of_a_type_is_not_believed(sender: Sender, content: bytes) -> None:
    upload = sender.start(declared_type="video/webm")
    sender.put(upload, 0, content)
    with pytest.raises(InvalidError) as caught:
        sender.finish(upload, 1, len(content))
    assert caught.value.code == "type_not_allowed"
    assert not StoredFile.objects.exists()


def test_the_type_is_found_though_the_first_part_is_tiny(sender: Sender) -> None:
    data = webm(300)
    upload = sender.start(declared_type="text/html")
    for index, piece in enumerate(cut(data, 3)):
        sender.put(upload, index, piece)
    assert sender.finish(upload, 100, 300).content_type == "video/webm"


def test_another_candidate_does_not_find_the_upload(sender: Sender, new_sender: Callable[[], Sender]) -> None:
    upload, data, stranger = sender.start(), webm(500), new_sender()
    sender.put(upload, 0, data)
    with acting_as(stranger.actor):
        with pytest.raises(NotFoundError):
            stranger.put(upload, 1, b"x")
        with pytest.raises(NotFoundError):
            stranger.finish(upload, 1, 500)
        with pytest.raises(NotFoundError):
            services.abort_upload(upload_id=upload.pk, now=NOW)
        with pytest.raises(NotFoundError):
            queries.upload_progress(upload.pk)
    stored = sender.finish(upload, 1, 500)
    with acting_as(stranger.actor):
        with pytest.raises(NotFoundError):
            queries.open_plain(stored.pk)
        with pytest.raises(NotFoundError):
            services.erase(file_id=stored.pk, now=NOW, reason="test")
    with acting_as(Actor(kind="anonymous")):
        assert not Upload.objects.exists()
        assert not UploadPart.objects.exists()
        assert not StoredFile.objects.exists()


def test_an_unknown_upload_is_not_found(sender: Sender) -> None:
    with pytest.raises(NotFoundError):
        services.put_part(upload_id=uuid.uuid4(), index=0, sha256=digest(b"x"), body=b"x")


def test_an_aborted_upload_takes_nothing_more(
    sender: Sender, files_dir: Path, django_capture_on_commit_callbacks: Any
) -> None:
    upload = sender.start()
    sender.put(upload, 0, webm(500))
    with django_capture_on_commit_callbacks(execute=True):
        services.abort_upload(upload_id=upload.pk, now=NOW)
    assert not all_bytes(files_dir)
    for call in (lambda: sender.put(upload, 1, b"x"), lambda: sender.finish(upload, 1, 500)):
        with pytest.raises(ConflictError) as caught:
            call()
        assert caught.value.code == "upload_closed"


def test_a_lost_staging_file_is_taken_again(sender: Sender) -> None:
    upload, data = sender.start(), webm(500)
    sender.put(upload, 0, data)
    staging.root().joinpath(str(upload.pk), "00000").unlink()
    sender.put(upload, 0, data)
    assert sender.finish(upload, 1, 500).sha256 == digest(data)


def test_a_changed_staging_file_is_noticed(sender: Sender) -> None:
    upload = sender.start()
    sender.put(upload, 0, webm(500))
    part = staging.root() / str(upload.pk) / "00000"
    raw = bytearray(part.read_bytes())
    raw[-1] ^= 1
    part.write_bytes(bytes(raw))
    with pytest.raises(BoleError) as caught:
        sender.finish(upload, 1, 500)
    assert caught.value.code == "part_changed"


def test_parts_of_two_uploads_cannot_be_exchanged(sender: Sender) -> None:
    one, two = sender.start(), sender.start()
    sender.put(one, 0, webm(500))
    sender.put(two, 0, webm(500))
    staging.root().joinpath(str(two.pk), "00000").replace(staging.root() / str(one.pk) / "00000")
    with pytest.raises(BoleError) as caught:
        sender.finish(one, 1, 500)
    assert caught.value.code == "part_changed"


def test_the_trail_names_start_finish_and_erasure(sender: Sender) -> None:
    stored = sender.store(webm(500))
    services.erase(file_id=stored.pk, now=NOW, reason="test")
    with system_scope("test"):
        verbs = [line.verb for line in audit.trail(("files_storedfile", stored.pk))]
    assert sorted(verbs) == ["files.file.erased", "files.file.stored"]
