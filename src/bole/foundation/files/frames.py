"""Files at rest: frames of 1 MiB under AES-256-GCM, so that any second of a recording can be opened alone.

Layout: ``b"BOLEFIL1"``, then frame after frame of ciphertext and its 16-byte tag. All frames but the last
hold exactly FRAME_BYTES plain bytes. A key serves one writing of one file, so the nonce is the frame
number. Additional data is file id, frame number and whether the frame is the last: a moved frame, a frame
of another file and a file cut at a frame's edge do not open.
"""

import io
import struct
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bole.foundation.keys.crypto import TAG_BYTES, SealError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAGIC: Final = b"BOLEFIL1"
FRAME_BYTES: Final = 1024 * 1024
SEALED_FRAME_BYTES: Final = FRAME_BYTES + TAG_BYTES


def _nonce(number: int) -> bytes:
    return struct.pack(">IQ", 0, number)


def _aad(file_id: uuid.UUID, number: int, last: bool) -> bytes:
    return file_id.bytes + struct.pack(">QB", number, last)


def seal_frames(plain: Iterable[bytes], *, key: bytes, file_id: uuid.UUID) -> Iterator[bytes]:
    """Header and sealed frames of a stream of plain chunks of any size. ``key`` must never be used twice."""
    cipher = AESGCM(key)
    yield MAGIC
    buffer = bytearray()
    number = 0
    for chunk in plain:
        buffer += chunk
        while len(buffer) > FRAME_BYTES:  # the last frame is known only when nothing follows it
            yield cipher.encrypt(_nonce(number), bytes(buffer[:FRAME_BYTES]), _aad(file_id, number, False))
            del buffer[:FRAME_BYTES]
            number += 1
    yield cipher.encrypt(_nonce(number), bytes(buffer), _aad(file_id, number, True))


def plain_size(sealed_size: int) -> int:
    """How many plain bytes an object of this many sealed bytes holds."""
    inside = sealed_size - len(MAGIC)
    return inside - max(1, -(-inside // SEALED_FRAME_BYTES)) * TAG_BYTES


class PlainReader(io.RawIOBase):
    """A seekable view of the plain bytes; fetches and opens one frame at a time.

    ``fetch(start, length)`` reads the sealed object. ``keys``: one, or two while the object is being
    rewritten. Raises SealError for anything that was changed, moved or cut.
    """

    def __init__(
        self,
        fetch: Callable[[int, int], bytes],
        *,
        sealed_size: int,
        size: int,
        keys: Sequence[bytes],
        file_id: uuid.UUID,
    ) -> None:
        super().__init__()
        self._fetch = fetch
        self._ciphers = [AESGCM(key) for key in keys]
        self._file_id = file_id
        self._size = size
        self._position = 0
        self._frames = max(1, -(-size // FRAME_BYTES))
        self._open: tuple[int, bytes] = (-1, b"")
        if sealed_size != len(MAGIC) + size + self._frames * TAG_BYTES:
            raise SealError("a stored file is shorter or longer than it was written", code="file_cut")

    @property
    def size(self) -> int:
        """Plain bytes."""
        return self._size

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Position in the plain bytes."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As for any file."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("cannot seek before the beginning")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill from at most one frame; 0 at the end."""
        view = memoryview(buffer).cast("B")
        if self._position >= self._size or not view:
            return 0
        number, offset = divmod(self._position, FRAME_BYTES)
        piece = self._frame(number)[offset : offset + len(view)]
        view[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def _frame(self, number: int) -> bytes:
        if self._open[0] != number:
            last = number == self._frames - 1
            sealed = self._fetch(len(MAGIC) + number * SEALED_FRAME_BYTES, SEALED_FRAME_BYTES)
            self._open = (number, self._opened(sealed, number, last))
        return self._open[1]

    def _opened(self, sealed: bytes, number: int, last: bool) -> bytes:
        for cipher in self._ciphers:
            with suppress(InvalidTag):
                return cipher.decrypt(_nonce(number), sealed, _aad(self._file_id, number, last))
        raise SealError("a frame of a stored file was changed", code="file_changed")
