"""Too short to say anything about the speaker."""

from typing import Any

from bole.kernel.answers import Observation
from bole.measurement.flags.evidence import absence, flag, quote
from bole.measurement.raters.scene import Scene

_LEAST = {"zh": 45, "en": 30}  # characters or words of an answer to an open question


def too_short(scene: Scene, observation: Observation) -> list[dict[str, Any]]:
    """Nothing said at all, or only a sentence or two."""
    heard = observation.quality.get("speech")
    if heard is not None and "not_requested" in heard.reasons:
        return []
    reading = scene.reading
    if not reading.units:
        return [flag("too_short", "nothing_said", [absence()])]
    if reading.length >= _LEAST[reading.language]:
        return []
    return [flag("too_short", "few_words", [quote(reading, reading.units[0].start, reading.units[-1].end)])]
