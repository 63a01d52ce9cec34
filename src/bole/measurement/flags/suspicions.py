"""All suspicions about one answer, in a fixed order. A flag asks for a person; it never changes a score."""

from typing import Any

from bole.kernel.answers import Observation
from bole.measurement.flags.contradicting import contradiction_flag
from bole.measurement.flags.instructing import instruction_flag
from bole.measurement.flags.presence import presence_flags
from bole.measurement.flags.shortness import too_short
from bole.measurement.flags.turning import turned_flag
from bole.measurement.flags.wholes import whole_flags
from bole.measurement.raters.content import Content
from bole.measurement.raters.scene import Scene

Flag = dict[str, Any]


def suspicions(scene: Scene, content: Content | None, observation: Observation) -> list[Flag]:
    """Flags ``{kind, reason, evidence, measured}``."""
    about_words = [instruction_flag(scene.reading), contradiction_flag(scene, content), turned_flag(scene)]
    return [
        *whole_flags(scene, content), *(f for f in about_words if f), *too_short(scene, observation),
        *presence_flags(observation),
    ]  # fmt: skip
