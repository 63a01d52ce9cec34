"""Processes as data: ``library/processes/*.toml``. Unknown keys, unreachable stages and dead ends are
errors."""

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from bole.hiring.pipeline.rules import CLOSED, Process, Stage
from bole.kernel.errors import InvalidError, NotFoundError

FORMAT = "bole.process/1"
STAGE_KEYS = {"key", "label", "leads_to", "service_level_hours", "automatic"}


def parse(raw: bytes) -> Process:
    """Read and check one process; InvalidError names what is wrong."""
    data = tomllib.loads(raw.decode("utf-8"))
    if data.get("format") != FORMAT or set(data) != {"format", "key", "version", "stage"}:
        raise InvalidError(f"not a {FORMAT} file", code="process_invalid")
    stages = tuple(_stage(entry) for entry in data["stage"])
    process = Process(data["key"], data["version"], stages, hashlib.sha256(raw).hexdigest())
    _check(process)
    return process


def process(key: str) -> Process:
    """The process of that key; NotFoundError when the library has none."""
    return _load(Path(settings.LIBRARY_DIR), key)


@lru_cache(maxsize=64)
def _load(library: Path, key: str) -> Process:
    path = library / "processes" / f"{key}.toml"
    if not key.replace("-", "").isalnum() or not path.is_file():
        raise NotFoundError(f"the library has no process {key}", code="process_unknown")
    return parse(path.read_bytes())


def _stage(raw: Mapping[str, Any]) -> Stage:
    if set(raw) - STAGE_KEYS:
        raise InvalidError(f"unknown keys {sorted(set(raw) - STAGE_KEYS)}", code="process_invalid")
    hours = raw.get("service_level_hours")
    return Stage(
        key=raw["key"],
        label=raw["label"],
        leads_to=tuple(raw.get("leads_to", ())),
        service_level=timedelta(hours=hours) if hours else None,
        automatic=bool(raw.get("automatic", False)),
    )


def _check(process: Process) -> None:
    known = [stage.key for stage in process.stages]
    if len(set(known)) != len(known) or not known or known[-1] != CLOSED:
        raise InvalidError("stages are named once and the last is closed", code="process_invalid")
    reached = {known[0], CLOSED}
    for stage in process.stages:  # stages lead forward only, so one pass finds all that can be reached
        for to in stage.leads_to:
            if to not in known or known.index(to) <= known.index(stage.key):
                raise InvalidError(
                    f"{stage.key} leads to {to}, which does not follow it", code="process_invalid"
                )
        if stage.key in reached:
            reached |= set(stage.leads_to)
        if stage.key != CLOSED and not stage.leads_to:
            raise InvalidError(f"{stage.key} leads nowhere", code="process_invalid")
    if reached != set(known):
        raise InvalidError(f"unreachable: {sorted(set(known) - reached)}", code="process_invalid")
