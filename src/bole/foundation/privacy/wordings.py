"""The words a person consents to: data in ``library/consents``, versioned and hashed."""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from bole.kernel.errors import InvalidError

_KEY = re.compile(r"[a-z0-9-]{1,60}\Z")
_LANGUAGES = ("zh", "en")
_TEXTS = frozenset({"title", "text", "refuse"})


@dataclass(frozen=True, slots=True)
class Wording:
    """``texts`` maps language → {title, text, refuse}; ``refuse`` says how it goes on without consent."""

    key: str
    version: int
    sha256: str
    purpose: str
    texts: dict[str, dict[str, str]]


def wording(key: str) -> Wording:
    """The current wording; InvalidError (code ``wording_unknown`` or ``wording_damaged``)."""
    if not _KEY.match(key):
        raise InvalidError("not a wording's key", code="wording_unknown")
    return _load(Path(settings.LIBRARY_DIR) / "consents" / f"{key}.toml")


@cache
def _load(path: Path) -> Wording:
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise InvalidError(f"no consent wording {path.stem!r}", code="wording_unknown") from error
    data: dict[str, Any] = tomllib.loads(raw.decode())
    texts = {language: data.pop(language, {}) for language in _LANGUAGES}
    complete = all(set(words) == _TEXTS for words in texts.values())
    if set(data) != {"key", "version", "purpose"} or data["key"] != path.stem or not complete:
        raise InvalidError(f"{path.name} has unknown or missing keys", code="wording_damaged")
    return Wording(data["key"], data["version"], hashlib.sha256(raw).hexdigest(), data["purpose"], texts)
