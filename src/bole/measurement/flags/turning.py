"""Key points said word for word, but turned round: somebody reads out a rubric and denies it."""

from typing import Any

from bole.measurement.flags.evidence import flag, quote
from bole.measurement.raters.finding import turned
from bole.measurement.raters.scene import Scene

_LEAST, _QUOTED = 2, 3  # one such sentence may be a slip of the tongue, or of the recogniser


def turned_flag(scene: Scene) -> dict[str, Any] | None:
    """One flag that quotes the sentences; None below two of them."""
    wordings = [point.phrasings[scene.language] for point in scene.question.points]
    hits = [
        unit
        for index, unit in enumerate(scene.reading.units)
        if any(turned(scene, index, group) for group in wordings)
    ]
    if len(hits) < _LEAST:
        return None
    quotes = [quote(scene.reading, unit.start, unit.end) for unit in hits[:_QUOTED]]
    return flag("contradiction", "points_turned_round", quotes)
