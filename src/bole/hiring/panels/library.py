"""Rules and core questions of re-interviews: data in ``library/panels``, versioned and hashed."""

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from bole.hiring.panels.rules import book
from bole.hiring.panels.rules.book import Book, Core


def rules() -> Book:
    """The rules in force; InvalidError (``panel_rules``) for a damaged file."""
    return _rules(_path("rules"))


def core() -> Core:
    """The core questions in force; InvalidError as ``rules``."""
    return _core(_path("core"))


def _path(name: str) -> Path:
    return Path(settings.LIBRARY_DIR) / "panels" / f"{name}.toml"


@cache
def _rules(path: Path) -> Book:
    return book.read(*_read(path))


@cache
def _core(path: Path) -> Core:
    return book.read_core(*_read(path))


def _read(path: Path) -> tuple[dict[str, Any], str]:
    content = path.read_bytes()
    return tomllib.loads(content.decode()), hashlib.sha256(content).hexdigest()
