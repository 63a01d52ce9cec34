"""All suspicions about one answer, in a fixed order. A flag asks for a person; it never changes a score."""

from typing import Any

from bole.kernel.answers import Observation
from bole.measurement.flags.presence import presence_flags
from bole.measurement.flags.shortness import too_short
from bole.measurement.raters.scene import Scene
from bole.measurement.scoring.content import Content
from bole.measurement.text.reading import Reading

Flag = dict[str, Any]


def instructions(reading: Reading) -> frozenset[int]:
    """Units that speak to the scorer instead of answering."""
    del reading
    return frozenset()


def suspicions(scene: Scene, content: Content | None, observation: Observation) -> list[Flag]:
    """Flags ``{kind, reason, evidence}``."""
    del content
    return [*too_short(scene, observation), *presence_flags(observation)]
