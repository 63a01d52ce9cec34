"""The bank's master keys: a small file readable by its owner only, or keys a KMS has wrapped.

Nothing in the database or on the file store is encrypted with a master key itself: each use has its
own key derived from it (HKDF), and each stored file a random key wrapped by such a derived key.
"""

import base64
import binascii
import json
import os
import secrets
import stat
import string
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from bole.foundation.keys import crypto
from bole.kernel.errors import BoleError
from bole.ports.kms import KeyManagement

FORMAT: Final = "bole.keyring/1"
FILE_MODE: Final = 0o600


class KeyringError(BoleError):
    """The keyring is missing, unreadable, open to others, or made for a demo."""

    code = "keyring"


def _new_key_id() -> str:
    alphabet = string.ascii_lowercase + string.digits
    return "".join(secrets.choice(alphabet) for _ in range(crypto.KEY_ID_BYTES))


@dataclass(frozen=True, slots=True)
class MasterKey:
    """One generation of the master key. ``secret`` never appears in a repr."""

    id: str
    created_at: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Keyring:
    """All generations, the one new values are sealed with, and the secret of the blind indexes."""

    active: str
    keys: tuple[MasterKey, ...]
    blind_secret: bytes = field(repr=False)
    demo: bool = False

    def secret(self, key_id: str) -> bytes:
        """Master key by id; SealError (code ``key_unknown``) when this keyring never held it."""
        for key in self.keys:
            if key.id == key_id:
                return key.secret
        raise crypto.SealError(f"no master key {key_id!r} in the keyring", code="key_unknown")

    def seal(self, plain: bytes, *, use: str, aad: bytes) -> bytes:
        """Seal with the active key of one use (``field``, ``file`` …)."""
        return crypto.seal(self.active, _derived(self.secret(self.active), use), plain, aad)

    def unseal(self, sealed: bytes, *, use: str, aad: bytes) -> bytes:
        """Open what any generation sealed; raises SealError."""
        return crypto.unseal(sealed, aad, lambda key_id: _derived(self.secret(key_id), use))

    def is_current(self, sealed: bytes) -> bool:
        """Whether a value already uses the active generation."""
        return crypto.key_id_of(sealed) == self.active

    def with_new_key(self, now: datetime) -> "Keyring":
        """The same keyring with one more generation, which becomes the active one."""
        key = MasterKey(_new_key_id(), now.isoformat(), os.urandom(crypto.KEY_BYTES))
        return Keyring(key.id, (*self.keys, key), self.blind_secret, self.demo)

    def without(self, key_id: str) -> "Keyring":
        """The same keyring after an old generation was destroyed; the active one cannot go."""
        if key_id == self.active:
            raise KeyringError("the active key cannot be removed", code="key_active")
        kept = tuple(k for k in self.keys if k.id != key_id)
        return Keyring(self.active, kept, self.blind_secret, self.demo)


@cache
def _derived(secret: bytes, use: str) -> bytes:
    return crypto.derive(secret, use)


def generate(*, now: datetime, demo: bool = False) -> Keyring:
    """A fresh keyring with one random master key."""
    empty = Keyring("", (), os.urandom(crypto.KEY_BYTES), demo)
    return empty.with_new_key(now)


def save(
    keyring: Keyring, path: Path, *, kms: KeyManagement | None = None, keep_existing: bool = False
) -> None:
    """Write atomically with mode 0600; with a KMS only wrapped keys touch the disk.

    ``keep_existing`` lets the first of several processes win instead of the last.
    """

    def packed(secret: bytes, context: str) -> dict[str, str]:
        if kms is None:
            return {"key": base64.b64encode(secret).decode()}
        return {"kms": kms.name, "wrapped": base64.b64encode(kms.wrap(secret, context)).decode()}

    document = {
        "format": FORMAT,
        "demo": keyring.demo,
        "active": keyring.active,
        "keys": [{"id": k.id, "created_at": k.created_at, **packed(k.secret, k.id)} for k in keyring.keys],
        "blind_index": packed(keyring.blind_secret, "blind_index"),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(document, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    if not keep_existing:
        temporary.replace(path)
        return
    with suppress(FileExistsError):
        os.link(temporary, path)
    temporary.unlink()


def load(path: Path, *, kms: KeyManagement | None = None, allow_demo: bool = False) -> Keyring:
    """Read a keyring file; refuses one that others can read, and a demo's key outside the demo."""
    document = _read_private(path)
    if document.get("format") != FORMAT:
        raise KeyringError(f"{path.name} is not a keyring of format {FORMAT}", code="keyring_format")
    if document.get("demo") and not allow_demo:
        raise KeyringError(
            "this keyring was made for the demo and must not guard real data; make one with `bole keys init`",
            code="keyring_demo",
        )
    try:
        keys = tuple(
            MasterKey(k["id"], k["created_at"], _unpacked(k, k["id"], kms)) for k in document["keys"]
        )
        blind_secret = _unpacked(document["blind_index"], "blind_index", kms)
        keyring = Keyring(document["active"], keys, blind_secret, bool(document["demo"]))
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise KeyringError(f"{path.name} is damaged", code="keyring_format") from error
    keyring.secret(keyring.active)
    return keyring


def _unpacked(entry: dict[str, str], context: str, kms: KeyManagement | None) -> bytes:
    if "key" in entry:
        secret = base64.b64decode(entry["key"], validate=True)
    elif kms is None:
        raise KeyringError(f"the keyring needs the KMS {entry['kms']!r}", code="keyring_kms")
    else:
        secret = kms.unwrap(base64.b64decode(entry["wrapped"], validate=True), context)
    if len(secret) != crypto.KEY_BYTES or len(set(secret)) == 1:
        raise KeyringError("a master key must be 32 random bytes", code="keyring_weak")
    return secret


def _read_private(path: Path) -> dict[str, Any]:
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        hint = f"no keyring at {path}; make one with `bole keys init`"
        raise KeyringError(hint, code="keyring_missing") from error
    except OSError as error:
        raise KeyringError(f"cannot read {path}: {error.strerror}", code="keyring_unreadable") from error
    if stat.S_IMODE(mode) & 0o077:
        raise KeyringError(f"{path} can be read by others; set its mode to 0600", code="keyring_open")
    try:
        document = json.loads(text)
    except ValueError as error:
        raise KeyringError(f"{path.name} is not JSON", code="keyring_format") from error
    if not isinstance(document, dict):
        raise KeyringError(f"{path.name} is not a keyring", code="keyring_format")
    return document
