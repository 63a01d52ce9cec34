"""Where encrypted bytes rest, and how a browser may hand bytes straight to the store."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bole.ports.errors import PortError


class StorageError(PortError):
    """The store failed. Codes: ``storage_full`` (retryable), ``storage_missing``, ``storage_failed``."""

    code = "storage_failed"


@dataclass(frozen=True, slots=True)
class PartTarget:
    """One request a browser makes to hand over part ``index`` (counted from 0)."""

    index: int
    url: str
    method: str = "PUT"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartSeen:
    """A part the store has received: index from 0, size in bytes."""

    index: int
    size: int


class ObjectStorage(Protocol):
    """Named, immutable objects. Every method raises StorageError."""

    def write(self, key: str, chunks: Iterable[bytes]) -> int:
        """Store all chunks or nothing; replaces an older object of this key. Returns the bytes written."""
        ...

    def read(self, key: str, start: int, length: int) -> bytes:
        """At most ``length`` bytes from ``start``; fewer only at the end of the object."""
        ...

    def size(self, key: str) -> int:
        """Bytes of the object; code ``storage_missing`` when there is none."""
        ...

    def delete(self, key: str) -> None:
        """Remove the object; a missing one is no error."""
        ...

    def keys(self, prefix: str) -> Iterator[str]:
        """Names of all objects that begin with ``prefix``."""
        ...

    def tidy(self, before: datetime) -> int:
        """Remove what writes interrupted before that moment left behind; returns how many pieces."""
        ...


class DirectUploads(Protocol):
    """Multipart uploads that go from the browser to the store's quarantine without passing our server."""

    min_part_bytes: int  # every part but the last must be at least this long

    def begin(self, key: str, content_type: str) -> str:
        """Open a multipart upload; returns the store's own name for it."""
        ...

    def target(self, key: str, ref: str, index: int, *, sha256: str, seconds: int) -> PartTarget:
        """A presigned request for one part, valid for ``seconds``; the store refuses other content."""
        ...

    def seen(self, key: str, ref: str) -> list[PartSeen]:
        """Received parts in order of their index; empty once completed or aborted."""
        ...

    def complete(self, key: str, ref: str) -> None:
        """Join the received parts into the object ``key``; repeating it is no error."""
        ...

    def abort(self, key: str, ref: str) -> None:
        """Throw the parts away; repeating it is no error."""
        ...
