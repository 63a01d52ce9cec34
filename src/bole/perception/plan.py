"""Which components run, in which order and version, with which thresholds: one immutable TOML file.

The plan's sha256 goes into the provenance of every result, so a changed threshold is a changed plan.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bole.perception.errors import PerceptionError

FORMAT = "bole.plan/1"


@dataclass(frozen=True, slots=True)
class Step:
    """One component of the plan and the version the plan was written for.

    ``affect``: it lives in ``components.affect`` and is skipped where the law forbids it.
    """

    component: str
    version: int
    affect: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """An ordered list of steps and one settings table per component."""

    name: str
    version: int
    steps: tuple[Step, ...]
    settings: Mapping[str, Mapping[str, Any]]
    source: str  # the TOML text

    @property
    def sha256(self) -> str:
        """Hash of the TOML text, for provenance."""
        return hashlib.sha256(self.source.encode("utf-8")).hexdigest()

    def of(self, component: str) -> Mapping[str, Any]:
        """Settings of one component; an empty mapping when it has none."""
        return self.settings.get(component, {})


def parse_plan(raw: bytes) -> Plan:
    """Read a plan from TOML bytes; unknown or missing keys raise ``plan_invalid``."""
    try:
        data = tomllib.loads(raw.decode("utf-8"))
        head = {key: data.pop(key) for key in ("format", "name", "version", "steps")}
        steps = tuple(
            Step(component=s.pop("component"), version=s.pop("version"), affect=s.pop("affect", False))
            for s in head["steps"]
        )
    except (KeyError, UnicodeDecodeError, tomllib.TOMLDecodeError, AttributeError, TypeError) as error:
        raise PerceptionError(f"plan cannot be read: {error!r}", code="plan_invalid") from error
    if head["format"] != FORMAT:
        raise PerceptionError(f"plan format {head['format']!r}, expected {FORMAT!r}", code="plan_invalid")
    if any(head["steps"]):
        raise PerceptionError("a step holds only component, version and affect", code="plan_invalid")
    known = {step.component for step in steps}
    stray = sorted(key for key, value in data.items() if key not in known or not isinstance(value, dict))
    if stray:
        raise PerceptionError(f"plan has settings for no step: {stray}", code="plan_invalid")
    settings = MappingProxyType({key: MappingProxyType(dict(value)) for key, value in data.items()})
    return Plan(str(head["name"]), int(head["version"]), steps, settings, raw.decode("utf-8"))


def load_plan(path: Path) -> Plan:
    """Read a plan file."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise PerceptionError(f"plan {path.name} cannot be read: {error}", code="plan_invalid") from error
    return parse_plan(raw)
