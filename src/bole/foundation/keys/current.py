"""The keyring this process works with, re-read when its file changes (so a rotation reaches every worker)."""

import hashlib
import hmac
import threading
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string

from bole.foundation.keys import crypto
from bole.foundation.keys import keyring as rings
from bole.foundation.keys.keyring import Keyring
from bole.kernel.clock import utc_now
from bole.ports.kms import KeyManagement

_lock: Final = threading.Lock()
_cache: dict[tuple[str, int, int], Keyring] = {}


def keyring_path() -> Path:
    """Where BOLE_MASTER_KEY_FILE points."""
    return Path(settings.MASTER_KEY_FILE)


def kms() -> KeyManagement | None:
    """The KMS adapter named by the setting KMS (dotted path of a factory), or None for a plain file."""
    named: str = getattr(settings, "KMS", "")
    adapter: KeyManagement | None = import_string(named)() if named else None
    return adapter


def demo_allowed() -> bool:
    """Only the demo and the tests may run on a key nobody created on purpose."""
    return bool(settings.DEMO or getattr(settings, "TESTING", False))


def keyring() -> Keyring:
    """The current keyring. Outside demo and tests a missing or demo keyring is a KeyringError."""
    path = keyring_path()
    if demo_allowed() and not path.exists():
        rings.save(rings.generate(now=utc_now(), demo=True), path, kms=kms(), keep_existing=True)
    try:
        facts = path.stat()
        known = (str(path), facts.st_mtime_ns, facts.st_ino)
    except OSError:
        return rings.load(path, kms=kms())  # raises with the right code
    found = _cache.get(known)
    if found is None:
        found = rings.load(path, kms=kms(), allow_demo=demo_allowed())
        with _lock:
            _cache.clear()
            _cache[known] = found
    return found


def blind_index(value: str, purpose: str) -> str:
    """64 hex digits that are equal for equal values of one purpose and say nothing else.

    The caller normalises (case, spaces, country code). Its secret is not rotated with the master key,
    because every index would have to be computed again from the plain value.
    """
    key = crypto.derive(keyring().blind_secret, "blind/" + purpose)
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def link_secret() -> bytes:
    """The key that signs short-lived links; changes with every rotation, which ends open links."""
    ring = keyring()
    return crypto.derive(ring.secret(ring.active), "link")
