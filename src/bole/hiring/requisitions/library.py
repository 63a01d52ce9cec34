"""Jobs as data: ``library/jobs/*.toml``. Unknown keys are errors."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from bole.hiring.requisitions import rules
from bole.kernel.errors import InvalidError, NotFoundError

FORMAT = "bole.job/1"
KEYS = {
    "format",
    "key",
    "version",
    "title",
    "guide",
    "process",
    "pass_mark",
    "auto_advance",
    "channels",
    "competency",
}


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the head office describes it: the starting point of every requisition."""

    key: str
    version: int
    title: Mapping[str, str]
    guide: str
    process: str
    pass_mark: Decimal
    auto_advance: bool
    channels: tuple[str, ...]
    weights: Mapping[str, Decimal]
    labels: Mapping[str, Mapping[str, str]]


def parse(raw: Mapping[str, Any]) -> Job:
    """Check and freeze one job; InvalidError names what is wrong."""
    if raw.get("format") != FORMAT or set(raw) != KEYS:
        raise InvalidError(f"not a {FORMAT} file: {sorted(set(raw) ^ KEYS)}", code="job_invalid")
    weights = {c["key"]: Decimal(str(c["weight"])) for c in raw["competency"]}
    rules.check_weights(weights)
    return Job(
        key=raw["key"],
        version=raw["version"],
        title=raw["title"],
        guide=raw["guide"],
        process=raw["process"],
        pass_mark=Decimal(str(raw["pass_mark"])),
        auto_advance=raw["auto_advance"],
        channels=tuple(raw["channels"]),
        weights=weights,
        labels={c["key"]: c["label"] for c in raw["competency"]},
    )


def job(key: str) -> Job:
    """The job of that key; NotFoundError when the library has none."""
    return _load(Path(settings.LIBRARY_DIR), key)


def keys() -> list[str]:
    """All jobs of the library."""
    return sorted(path.stem for path in (Path(settings.LIBRARY_DIR) / "jobs").glob("*.toml"))


@lru_cache(maxsize=64)
def _load(library: Path, key: str) -> Job:
    path = library / "jobs" / f"{key}.toml"
    if not key.replace("-", "").isalnum() or not path.is_file():
        raise NotFoundError(f"the library has no job {key}", code="job_unknown")
    return parse(tomllib.loads(path.read_text(encoding="utf-8")))
