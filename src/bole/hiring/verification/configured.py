"""The sources of this installation, from the file ``BOLE_CHECKS_FILE`` names; without one every check is a
manual task."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from bole.kernel.errors import NotFoundError
from bole.ports.verification import VerificationSource

_KEYS = {"key", "title", "url", "key_file", "secret_file", "per_second"}


@dataclass(frozen=True, slots=True)
class Configured:
    """``title``: what candidates read as the name of the source, {zh, en}."""

    key: str
    title: Mapping[str, str]
    source: VerificationSource


def sources() -> dict[str, Configured]:
    """All by key; none without a file."""
    return _read(settings.CHECK_SOURCES_FILE) if settings.CHECK_SOURCES_FILE else {}


def source(key: str) -> Configured:
    """One; NotFoundError without it."""
    found = sources().get(key)
    if found is None:
        raise NotFoundError("no such source")
    return found


def forget() -> None:
    """Read the file again."""
    _read.cache_clear()


@cache
def _read(path: str) -> dict[str, Configured]:
    try:
        tables = tomllib.loads(Path(path).read_text(encoding="utf-8"))["source"]
        found = [_one(table) for table in tables]
    except (OSError, LookupError, TypeError, tomllib.TOMLDecodeError) as error:
        raise ImproperlyConfigured(f"BOLE_CHECKS_FILE cannot be read: {error!r}") from error
    return {one.key: one for one in found}


def _one(table: Mapping[str, Any]) -> Configured:
    key, url, title = str(table["key"]), str(table.get("url", "")), table["title"]
    if not set(table) <= _KEYS:
        raise ImproperlyConfigured(f"source {key} has unknown keys")
    if url and not url.startswith(("https://", "http://127.0.0.1:")):
        raise ImproperlyConfigured("a source is reached by https")
    if key not in settings.CHECK_SOURCES:
        raise ImproperlyConfigured(f"there is no adapter for {key}")
    return Configured(
        key=key,
        title={"zh": str(title["zh"]), "en": str(title["en"])},
        source=import_string(settings.CHECK_SOURCES[key])(
            name=key,
            url=url.rstrip("/"),
            key=_secret(table.get("key_file")),
            secret=_secret(table.get("secret_file")),
            per_second=float(table.get("per_second", 2)),
        ),
    )


def _secret(path: object) -> str:
    return Path(str(path)).read_text(encoding="utf-8").strip() if path else ""
