"""Ready-made surveys: ``library/surveys``, one TOML per survey."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from bole.foundation.surveys import rules
from bole.kernel.errors import NotFoundError


def ready_made() -> dict[str, dict[str, Any]]:
    """Key → body, by key."""
    return _read(Path(settings.LIBRARY_DIR) / "surveys")


def body_of(key: str) -> dict[str, Any]:
    """One ready-made body; NotFoundError without it."""
    try:
        return ready_made()[key]
    except KeyError:
        raise NotFoundError("no such ready-made survey") from None


@cache
def _read(folder: Path) -> dict[str, dict[str, Any]]:
    found = {}
    for path in sorted(folder.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        found[path.stem] = rules.check_body(table)
    return found
