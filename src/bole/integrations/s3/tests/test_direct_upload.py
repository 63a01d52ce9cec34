"""A browser's part of the work, done with plain HTTP requests against an S3 server."""

import hashlib
import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.files import queries, services, storage
from bole.foundation.files.models import StoredFile, Upload
from bole.integrations.s3.adapter import S3Storage
from bole.kernel.errors import BoleError, ConflictError, InvalidError, NotFoundError
from bole.kernel.ids import new_id

NOW = datetime(2026, 3, 1, tzinfo=UTC)
MIB = 1024 * 1024
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm"
SECRET = b"WORDS-OF-THE-CANDIDATE"


@pytest.fixture
def candidate(bank: Any, bucket: S3Storage) -> Iterator[Actor]:
    actor = Actor(kind="candidate", id=new_id(), candidate_id=new_id(), unit_ids=(bank.east.pk,))
    with acting_as(actor):
        yield actor


def start(actor: Actor) -> Upload:
    return services.start_upload(
        unit_id=actor.unit_ids[0],
        candidate_id=actor.candidate_id,
        purpose="recording",
        declared_type="video/webm",
        max_bytes=64 * MIB,
        now=NOW,
    )


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def put(upload_id: uuid.UUID, index: int, body: bytes, *, promised: bytes | None = None) -> httpx.Response:
    target = queries.part_target(upload_id, index, digest(body if promised is None else promised))
    return httpx.request(target.method, target.url, headers=target.headers, content=body)


def recording(size: int) -> list[bytes]:
    data = WEBM + SECRET + os.urandom(size - len(WEBM) - len(SECRET))
    return [data[at : at + 5 * MIB] for at in range(0, len(data), 5 * MIB)]


def objects(bucket: S3Storage) -> dict[str, bytes]:
    return {key: bucket.read(key, 0, 100 * MIB) for key in bucket.keys("")}


def test_from_the_browser_to_an_encrypted_file(
    candidate: Actor, bucket: S3Storage, django_capture_on_commit_callbacks: Any
) -> None:
    upload, pieces = start(candidate), recording(11 * MIB + 77)
    assert queries.upload_progress(upload.pk).direct
    assert queries.part_bytes() == 5 * MIB
    for index in (1, 0, 1, 2):
        assert put(upload.pk, index, pieces[index]).status_code == 200
    progress = queries.upload_progress(upload.pk)
    assert (progress.received, progress.received_bytes) == ((0, 1, 2), 11 * MIB + 77)
    hashes = [digest(piece) for piece in pieces]
    with django_capture_on_commit_callbacks(execute=True):
        stored = services.finish_upload(
            upload_id=upload.pk, parts=3, total_bytes=11 * MIB + 77, now=NOW, part_hashes=hashes
        )
    whole = b"".join(pieces)
    assert stored.sha256 == digest(whole)
    with queries.open_plain(stored.pk) as plain:
        plain.seek(6 * MIB)
        assert plain.read() == whole[6 * MIB :]
    kept = objects(bucket)
    assert list(kept) == [storage.file_key(stored.pk)]
    assert SECRET not in kept[storage.file_key(stored.pk)]
    again = services.finish_upload(upload_id=upload.pk, parts=3, total_bytes=11 * MIB + 77, now=NOW)
    assert again.pk == stored.pk


def test_the_upload_goes_on_after_a_break(candidate: Actor) -> None:
    upload, pieces = start(candidate), recording(11 * MIB)
    put(upload.pk, 0, pieces[0])
    put(upload.pk, 1, pieces[1])
    received = queries.upload_progress(upload.pk).received
    assert received == (0, 1)
    with pytest.raises(ConflictError) as caught:
        services.finish_upload(upload_id=upload.pk, parts=3, total_bytes=11 * MIB, now=NOW)
    assert caught.value.code == "parts_missing"
    for index in set(range(3)) - set(received):
        put(upload.pk, index, pieces[index])
    assert (
        services.finish_upload(upload_id=upload.pk, parts=3, total_bytes=11 * MIB, now=NOW).size == 11 * MIB
    )


def test_a_finish_interrupted_after_joining_can_be_repeated(candidate: Actor, bucket: S3Storage) -> None:
    upload, pieces = start(candidate), recording(MIB)
    put(upload.pk, 0, pieces[0])
    bucket.complete(storage.quarantine_key(upload.pk), upload.storage_ref)
    stored = services.finish_upload(upload_id=upload.pk, parts=1, total_bytes=MIB, now=NOW)
    assert stored.sha256 == digest(pieces[0])


@pytest.mark.parametrize(
    ("total", "hashes", "code"),
    [
        (MIB - 1, None, "size_differs"),
        (MIB, [digest(b"other")], "hash_differs"),
        (MIB, ["a", "b"], "hash_differs"),
    ],
)
def test_what_was_promised_must_have_come(
    candidate: Actor, bucket: S3Storage, total: int, hashes: list[str] | None, code: str
) -> None:
    upload = start(candidate)
    put(upload.pk, 0, recording(MIB)[0])
    with pytest.raises(BoleError) as caught:
        services.finish_upload(
            upload_id=upload.pk, parts=1, total_bytes=total, now=NOW, part_hashes=hashes or ()
        )
    assert caught.value.code == code
    assert not StoredFile.objects.exists()
    assert not list(bucket.keys("files/"))


def test_a_false_type_is_found_in_quarantine(candidate: Actor, bucket: S3Storage) -> None:
    upload, page = start(candidate), b"<html><script>" * 1000
    put(upload.pk, 0, page)
    with pytest.raises(InvalidError) as caught:
        services.finish_upload(upload_id=upload.pk, parts=1, total_bytes=len(page), now=NOW)
    assert caught.value.code == "type_not_allowed"
    assert not list(bucket.keys("files/"))


def test_the_hash_is_part_of_the_signature(candidate: Actor) -> None:
    upload = start(candidate)
    target = queries.part_target(upload.pk, 0, digest(b"promised"))
    assert "x-amz-checksum-sha256" in target.headers
    assert "x-amz-checksum-sha256" in target.url.lower()


def test_parts_do_not_come_to_us(candidate: Actor) -> None:
    with pytest.raises(InvalidError) as caught:
        services.put_part(upload_id=start(candidate).pk, index=0, sha256=digest(b"x"), body=b"x")
    assert caught.value.code == "upload_direct"


def test_no_address_for_somebody_elses_upload(candidate: Actor) -> None:
    upload = start(candidate)
    stranger = Actor(kind="candidate", id=new_id(), candidate_id=new_id())
    with acting_as(stranger), pytest.raises(NotFoundError):
        queries.part_target(upload.pk, 0, digest(b"x"))


@pytest.mark.parametrize("sha256", ["", "x" * 64, "0" * 63, "0" * 64 + "\n"])
def test_a_hash_is_64_hex_digits(candidate: Actor, sha256: str) -> None:
    with pytest.raises(InvalidError):
        queries.part_target(start(candidate).pk, 0, sha256)


def test_the_sweep_empties_the_quarantine(
    candidate: Actor, bucket: S3Storage, django_capture_on_commit_callbacks: Any
) -> None:
    upload = start(candidate)
    put(upload.pk, 0, recording(MIB)[0])
    with system_scope("test"), django_capture_on_commit_callbacks(execute=True):
        assert services.sweep(now=NOW + timedelta(days=8)).uploads == 1
    assert not list(bucket.keys(""))
    assert not bucket.seen(storage.quarantine_key(upload.pk), upload.storage_ref)
