"""The plain bytes of an upload, wherever its parts wait."""

import hashlib
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bole.foundation.files import rules, storage
from bole.foundation.files.models import Upload
from bole.foundation.files.staging import Staging
from bole.foundation.keys.current import keyring
from bole.foundation.keys.fields import place
from bole.kernel.errors import ConflictError, InvalidError
from bole.ports.object_storage import DirectUploads

KEY_USE = "file"
READ_BYTES = 1024 * 1024


def staging_of(upload: Upload) -> Staging:
    """The disk staging of an upload, with its key unwrapped."""
    aad = place("files_upload", "wrapped_key", upload.pk)
    return Staging(upload.pk, keyring().unseal(bytes(upload.wrapped_key), use=KEY_USE, aad=aad))


@dataclass(frozen=True, slots=True)
class Expected:
    """What the sender says it has sent: number of parts, bytes, and (if given) the hash of each part."""

    parts: int
    total_bytes: int
    part_hashes: tuple[str, ...] = ()

    def check(self, sizes: dict[int, int]) -> None:
        """Compare with the parts received (index → size)."""
        if sorted(sizes) != list(range(self.parts)):
            raise ConflictError("some parts have not arrived", code="parts_missing")
        if sum(sizes.values()) != self.total_bytes:
            raise InvalidError("the parts add up to another size", code="size_differs")
        if self.part_hashes and len(self.part_hashes) != self.parts:
            raise InvalidError("one hash per part is expected", code="hash_differs")


class Plain:
    """An iterable of plain chunks, read once; ``size`` and ``sha256`` hold after the last one."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._hash = hashlib.sha256()
        self.size = 0

    def peek(self, length: int) -> bytes:
        """The first bytes, without consuming them."""
        head: list[bytes] = []
        while sum(map(len, head)) < length and (chunk := next(self._chunks, None)) is not None:
            head.append(chunk)
        self._chunks = itertools.chain(head, self._chunks)
        return b"".join(head)[:length]

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._hash.update(chunk)
            self.size += len(chunk)
            yield chunk

    @property
    def sha256(self) -> str:
        """Hex digest of what was read so far."""
        return self._hash.hexdigest()


def plain_of(upload: Upload, expected: Expected) -> Plain:
    """Check number and size of the parts, then stream them in order."""
    direct = storage.direct() if upload.storage_ref else None
    chunks = _quarantined(upload, expected, direct) if direct else _staged(upload, expected)
    return Plain(chunks)


def _staged(upload: Upload, expected: Expected) -> Iterator[bytes]:
    parts = list(upload.parts.order_by("index"))
    expected.check({part.index: part.size for part in parts})
    for part, told in itertools.zip_longest(parts, expected.part_hashes):
        if told is not None and told.lower() != part.sha256:
            raise InvalidError("a part has another hash than it was sent with", code="hash_differs")
    staging = staging_of(upload)
    return (staging.read(part.index) for part in parts)


def _quarantined(upload: Upload, expected: Expected, direct: DirectUploads) -> Iterator[bytes]:
    key = storage.quarantine_key(upload.pk)
    seen = direct.seen(key, upload.storage_ref)
    if seen:  # empty when an earlier, interrupted finish has joined them already
        expected.check({part.index: part.size for part in seen})
        direct.complete(key, upload.storage_ref)
    store = storage.storage()
    if store.size(key) != expected.total_bytes:
        raise InvalidError("the parts add up to another size", code="size_differs")
    if expected.total_bytes > upload.max_bytes:
        raise InvalidError("the file is larger than this upload may be", code="upload_too_large")
    ends = [part.size for part in seen]
    return _checked(store_chunks(key, expected.total_bytes, ends), expected.part_hashes if seen else ())


def store_chunks(key: str, total: int, sizes: list[int]) -> Iterator[bytes]:
    """The quarantined object in pieces of ``sizes`` (or READ_BYTES when they are not known)."""
    store = storage.storage()
    start = 0
    for size in sizes or [READ_BYTES] * -(-total // READ_BYTES):
        yield store.read(key, start, size)
        start += size


def _checked(chunks: Iterator[bytes], hashes: tuple[str, ...]) -> Iterator[bytes]:
    for chunk, told in itertools.zip_longest(chunks, hashes):
        if told is not None and hashlib.sha256(chunk).hexdigest() != told.lower():
            raise InvalidError("a part has another hash than it was sent with", code="hash_differs")
        yield chunk


def checked_type(plain: Plain, purpose: str) -> str:
    """The media type by content; InvalidError when it is unknown or not wanted for this purpose:
    ``type_not_allowed``, or ``heic_not_allowed`` for a résumé, where the sender can be told what to do."""
    head = plain.peek(rules.PEEK_BYTES)
    found = rules.accepted(head, purpose)
    if found is None:
        what = rules.sniff(head) or "unknown"
        heic = purpose == "resume" and rules.is_heic(head)
        code = "heic_not_allowed" if heic else "type_not_allowed"
        raise InvalidError(f"content of type {what} is not accepted", code=code)
    return found
