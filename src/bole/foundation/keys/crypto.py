"""AES-256-GCM with the key's name in the header.

Layout of a sealed value, all sizes fixed so that SQL can ask "which rows still use key k?"::

    b"B1" | key id, 8 ASCII bytes | nonce, 12 bytes | ciphertext and 16-byte tag

The header is authenticated together with the caller's additional data.
"""

import os
from collections.abc import Callable
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bole.kernel.errors import BoleError

MAGIC: Final = b"B1"
KEY_ID_BYTES: Final = 8
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
HEADER_BYTES: Final = len(MAGIC) + KEY_ID_BYTES


class SealError(BoleError):
    """A sealed value cannot be opened: wrong key, wrong place, changed or cut bytes."""

    code = "seal_broken"


def header(key_id: str) -> bytes:
    """The first ten bytes of everything sealed under ``key_id`` (eight ASCII characters)."""
    raw = key_id.encode("ascii")
    if len(raw) != KEY_ID_BYTES:
        raise ValueError(f"a key id has {KEY_ID_BYTES} characters, not {len(raw)}")
    return MAGIC + raw


def key_id_of(sealed: bytes) -> str:
    """Which key a sealed value needs; raises SealError when it is not a sealed value."""
    if len(sealed) < HEADER_BYTES + NONCE_BYTES + TAG_BYTES or not sealed.startswith(MAGIC):
        raise SealError("not a sealed value")
    try:
        return sealed[len(MAGIC) : HEADER_BYTES].decode("ascii")
    except UnicodeDecodeError as error:
        raise SealError("not a sealed value") from error


def seal(key_id: str, key: bytes, plain: bytes, aad: bytes) -> bytes:
    """Encrypt ``plain`` so that it opens only with ``key`` and the same ``aad``."""
    head = header(key_id)
    nonce = os.urandom(NONCE_BYTES)
    return head + nonce + AESGCM(key).encrypt(nonce, plain, head + aad)


def unseal(sealed: bytes, aad: bytes, key_for: Callable[[str], bytes]) -> bytes:
    """Decrypt a sealed value; ``key_for`` maps key id → 32-byte key. Raises SealError."""
    key = key_for(key_id_of(sealed))
    head, nonce = sealed[:HEADER_BYTES], sealed[HEADER_BYTES : HEADER_BYTES + NONCE_BYTES]
    try:
        return AESGCM(key).decrypt(nonce, sealed[HEADER_BYTES + NONCE_BYTES :], head + aad)
    except InvalidTag as error:
        raise SealError("a sealed value was changed, or stands where it was not written") from error


def derive(secret: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose from a master key (HKDF-SHA256, RFC 5869)."""
    kdf = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=b"bole/1/" + purpose.encode())
    return kdf.derive(secret)
