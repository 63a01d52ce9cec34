"""A key management system that guards the bank's master keys.

The keyring file then holds only keys the system has wrapped; it must be asked once per process start.
"""

from typing import Protocol


class KeyManagement(Protocol):
    """Wraps and unwraps 32-byte keys; implementations raise PortError."""

    name: str

    def wrap(self, key: bytes, context: str) -> bytes:
        """Encrypt ``key`` under the system's own key, bound to ``context`` (the key's id)."""
        ...

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        """The inverse of ``wrap``; a wrong context is a PortError."""
        ...
