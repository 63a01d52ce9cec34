import hashlib
import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bole.foundation.access.actors import Actor, acting_as
from bole.foundation.files import services
from bole.foundation.files.models import StoredFile, Upload
from bole.kernel.ids import new_id

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm"


def webm(size: int) -> bytes:
    """Random bytes behind the header of a WebM file."""
    return WEBM + os.urandom(size - len(WEBM))


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def files_dir(tmp_path: Path, settings: Any) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


@dataclass
class Sender:
    """A candidate who uploads."""

    unit_id: uuid.UUID
    candidate_id: uuid.UUID

    @property
    def actor(self) -> Actor:
        return Actor(kind="candidate", id=self.candidate_id, candidate_id=self.candidate_id)

    def start(self, **options: Any) -> Upload:
        values: dict[str, Any] = {"purpose": "recording", "declared_type": "video/webm", "max_bytes": 1 << 24}
        return services.start_upload(
            unit_id=self.unit_id, candidate_id=self.candidate_id, now=NOW, **(values | options)
        )

    def put(self, upload: Upload, index: int, body: bytes) -> services.Receipt:
        return services.put_part(upload_id=upload.pk, index=index, sha256=digest(body), body=body)

    def finish(self, upload: Upload, parts: int, total: int, **options: Any) -> StoredFile:
        return services.finish_upload(upload_id=upload.pk, parts=parts, total_bytes=total, now=NOW, **options)

    def store(self, data: bytes, size: int = 100_000) -> StoredFile:
        upload = self.start()
        pieces = cut(data, size)
        for index, piece in enumerate(pieces):
            self.put(upload, index, piece)
        return self.finish(upload, len(pieces), len(data))


@pytest.fixture
def new_sender(bank: Any) -> Callable[[], Sender]:
    return lambda: Sender(bank.east.pk, new_id())


@pytest.fixture
def sender(new_sender: Callable[[], Sender], files_dir: Path) -> Iterator[Sender]:
    """Every statement of the test runs as this candidate."""
    person = new_sender()
    with acting_as(person.actor):
        yield person
