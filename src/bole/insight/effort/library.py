"""``library/effort/actions.toml``, read once."""

import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings

from bole.insight.effort.rules import Catalogue


def catalogue() -> Catalogue:
    """The activities with their verbs."""
    return _read(Path(settings.LIBRARY_DIR) / "effort" / "actions.toml")


@cache
def _read(path: Path) -> Catalogue:
    return Catalogue(tomllib.loads(path.read_text(encoding="utf-8")))
