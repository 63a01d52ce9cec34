"""Sentences of the specification that stand beside the figures: ``library/experience/targets.toml``."""

import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings

from bole.foundation.ui.formats import say


def targets(measure: str) -> tuple[str, ...]:
    """In the reader's language."""
    found = _read(Path(settings.LIBRARY_DIR) / "experience" / "targets.toml")
    return tuple(say({"zh": zh, "en": en}) for key, zh, en in found if key == measure)


@cache
def _read(path: Path) -> tuple[tuple[str, str, str], ...]:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple((one["measure"], one["zh"], one["en"]) for one in table["targets"])
