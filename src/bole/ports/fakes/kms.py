"""A key management system in memory, for tests."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bole.ports.errors import PortError


class FakeKms:
    """Wraps with a key that only this object knows; ``down`` makes every call fail."""

    name = "fake"

    def __init__(self) -> None:
        self._key = os.urandom(32)
        self.down = False
        self.calls: list[str] = []

    def _check(self, call: str) -> None:
        self.calls.append(call)
        if self.down:
            raise PortError("the key management system does not answer", code="kms_down", retryable=True)

    def wrap(self, key: bytes, context: str) -> bytes:
        """See KeyManagement."""
        self._check("wrap")
        nonce = os.urandom(12)
        return nonce + AESGCM(self._key).encrypt(nonce, key, context.encode())

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        """See KeyManagement."""
        self._check("unwrap")
        try:
            return AESGCM(self._key).decrypt(wrapped[:12], wrapped[12:], context.encode())
        except InvalidTag as error:
            raise PortError("this key was wrapped for another context", code="kms_refused") from error
