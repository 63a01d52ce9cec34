"""What a backup says of itself, and the proof that nobody changed it.

Layout of a backup directory::

    manifest.json       this document: tables with row counts, files, hashes, migrations, audit heads
    manifest.seal       SHA-256 of manifest.json, sealed by the bank's master key
    tables/<name>       rows as PostgreSQL COPY text, gzip, in AES-256-GCM frames under the backup's own key
    files/…  staging/…  stored files and waiting parts, as encrypted as they lie in the store
    erasures.jsonl      the journal of erasures up to this backup
"""

import hashlib
import json
import os
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from bole.foundation.keys.crypto import SealError, derive
from bole.foundation.keys.current import keyring
from bole.kernel.errors import BoleError

FORMAT: Final = "bole.backup/1"
MANIFEST, SEAL, ERASURES = "manifest.json", "manifest.seal", "erasures.jsonl"
KEY_USE: Final = "backup"
CHUNK: Final = 1024 * 1024


class BackupError(BoleError):
    """A backup cannot be made, or is not what it says it is."""

    code = "backup"


@dataclass(frozen=True, slots=True)
class Table:
    """One dumped table; ``sha256`` of the sealed dump."""

    name: str
    columns: list[str]
    rows: int
    plain_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class File:
    """One copied object; ``sha256`` of the encrypted bytes."""

    key: str
    size: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """``wrapped_key`` opens the dumps (hex, sealed by the master key); sequences: name → (value, called)."""

    id: str
    created_at: str
    software: str
    server: str
    wrapped_key: str
    migrations: list[list[str]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    sequences: dict[str, list[Any]] = field(default_factory=dict)
    files: list[File] = field(default_factory=list)
    audit_heads: dict[str, list[Any]] = field(default_factory=dict)
    erasures_sha256: str = ""

    def key(self) -> bytes:
        """The key of the dumps; SealError (``key_unknown``) when the keyring is not the bank's."""
        return keyring().unseal(bytes.fromhex(self.wrapped_key), use=KEY_USE, aad=self.id.encode())

    def table_key(self, name: str) -> bytes:
        """Each dump has a key of its own, because the nonces of frames are their numbers."""
        return derive(self.key(), f"table/{name}")

    def write(self, directory: Path) -> None:
        """Manifest and seal, synced."""
        body = json.dumps({"format": FORMAT} | asdict(self), indent=1, sort_keys=True).encode()
        digest = hashlib.sha256(body).digest()
        write_synced(directory / MANIFEST, [body])
        write_synced(directory / SEAL, [keyring().seal(digest, use=KEY_USE, aad=b"manifest")])


def read(directory: Path) -> Manifest:
    """Load and check the seal. BackupError (backup_missing, backup_changed, backup_format), SealError."""
    try:
        body, seal = (directory / MANIFEST).read_bytes(), (directory / SEAL).read_bytes()
    except FileNotFoundError as error:
        raise BackupError(f"{directory} holds no complete backup", code="backup_missing") from error
    try:
        sealed = keyring().unseal(seal, use=KEY_USE, aad=b"manifest")
    except SealError as error:
        if error.code == "key_unknown":
            raise
        raise BackupError("the seal of this backup is broken", code="backup_changed") from error
    if sealed != hashlib.sha256(body).digest():
        raise BackupError("manifest.json was changed after the backup", code="backup_changed")
    document = json.loads(body)
    if document.pop("format", None) != FORMAT:
        raise BackupError("a backup of another format", code="backup_format")
    document["tables"] = [Table(**table) for table in document["tables"]]
    document["files"] = [File(**file) for file in document["files"]]
    return Manifest(**document)


def dump_id(backup_id: str, table: str) -> uuid.UUID:
    """The name a table's frames are bound to, so that dumps cannot be exchanged."""
    return uuid.uuid5(uuid.UUID(backup_id), table)


def inside(directory: Path, key: str) -> Path:
    """Where an object lies in the backup; a name that leads out of it is refused."""
    target = (directory / key).resolve()
    if not target.is_relative_to(directory.resolve()) or not key:
        raise BackupError(f"a name leads out of the backup: {key}", code="backup_changed")
    return target


def write_synced(target: Path, chunks: Iterable[bytes]) -> File:
    """Write a new file (mode 0600), sync it, and say what it is."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        for chunk in chunks:
            digest.update(chunk)
            size += out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return File(target.name, size, digest.hexdigest())


def chunks_of(path: Path) -> Iterator[bytes]:
    """A file in pieces."""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def sha256_of(path: Path) -> str:
    """Hex digest of a file; BackupError (``backup_incomplete``) when it is not there."""
    digest = hashlib.sha256()
    try:
        for chunk in chunks_of(path):
            digest.update(chunk)
    except FileNotFoundError as error:
        raise BackupError(f"{path.name} is missing from the backup", code="backup_incomplete") from error
    return digest.hexdigest()
