"""Parts of an upload on our own disk, encrypted from the first byte with a key of that upload."""

import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from bole.foundation.files import disk
from bole.foundation.keys.crypto import NONCE_BYTES, SealError


def root() -> Path:
    """Beside the finished files, so that both live on the same file system."""
    return Path(settings.FILES_DIR) / "staging"


@dataclass(frozen=True, slots=True)
class Staging:
    """The directory of one upload. Codes of failures: see StorageError; a changed part is a SealError."""

    upload_id: uuid.UUID
    key: bytes

    @property
    def directory(self) -> Path:
        """Made with the first part, gone after finish or abort."""
        return root() / str(self.upload_id)

    def path(self, index: int) -> Path:
        """Where part ``index`` lies."""
        return self.directory / f"{index:05d}"

    def has(self, index: int) -> bool:
        """Whether the part's bytes are really there."""
        return self.path(index).exists()

    def prepare(self, index: int, body: bytes) -> Path:
        """Write the sealed part beside its place; ``publish`` or ``discard`` must follow."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + AESGCM(self.key).encrypt(nonce, body, self._aad(index))
        with disk.failures_named("part"):
            temporary, _size = disk.write_beside(self.path(index), [sealed])
        return temporary

    def publish(self, temporary: Path, index: int) -> None:
        """Rename a prepared part into place."""
        with disk.failures_named("part"):
            temporary.replace(self.path(index))
            disk.sync_directory(self.directory)

    def read(self, index: int) -> bytes:
        """The plain bytes of a part."""
        with disk.failures_named("part"):
            sealed = self.path(index).read_bytes()
        try:
            return AESGCM(self.key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._aad(index))
        except InvalidTag as error:
            raise SealError("a staged part was changed", code="part_changed") from error

    def _aad(self, index: int) -> bytes:
        return self.upload_id.bytes + index.to_bytes(4, "big")


def remove(upload_id: uuid.UUID) -> None:
    """Forget all parts of an upload; repeating it is no error."""
    shutil.rmtree(root() / str(upload_id), ignore_errors=True)


def known() -> Iterator[uuid.UUID]:
    """Uploads that have a staging directory."""
    if root().is_dir():
        for entry in root().iterdir():
            try:
                yield uuid.UUID(entry.name)
            except ValueError:
                continue
