"""The FAQ the program comes with: ``library/faq``, one TOML per entry, and what only people answer."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from bole.kernel.errors import BoleError

PEOPLE_FILE = "people"
_KEYS = frozenset({"key", "version", "origin", "order", "zh", "en"})
_TEXTS = frozenset({"question", "also", "answer"})
Body = dict[str, dict[str, Any]]


class FaqError(BoleError):
    """A file of the FAQ cannot be read as one: a fault of the installation."""

    code = "faq_damaged"


def defaults() -> dict[str, Body]:
    """Key → texts of both languages, in the order they are shown."""
    return _read(Path(settings.LIBRARY_DIR) / "faq")


def people() -> tuple[str, ...]:
    """Phrasings of questions that only people answer."""
    return _people(Path(settings.LIBRARY_DIR) / "faq" / f"{PEOPLE_FILE}.toml")


@cache
def _read(folder: Path) -> dict[str, Body]:
    entries = [
        tomllib.loads(path.read_text(encoding="utf-8"))
        for path in folder.glob("*.toml")
        if path.stem != PEOPLE_FILE
    ]
    for entry in entries:
        if set(entry) != _KEYS or any(set(entry[language]) != _TEXTS for language in ("zh", "en")):
            raise FaqError(f"{entry.get('key')}: unknown or missing keys")
    entries.sort(key=lambda entry: (entry["order"], entry["key"]))
    return {entry["key"]: {"zh": entry["zh"], "en": entry["en"]} for entry in entries}


@cache
def _people(path: Path) -> tuple[str, ...]:
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    return (*found["zh"], *found["en"])
