"""Somebody else in the picture, or nobody."""

from typing import Any

from bole.kernel.answers import Observation
from bole.measurement.flags.evidence import event, flag

_SECOND_FACE = 0.8  # seconds in all; shorter is a passer-by's blur or a detector's slip
_ABSENT = 2.0


def presence_flags(observation: Observation) -> list[dict[str, Any]]:
    """Flags from the events of the face channel."""
    flags = []
    for kind, least in (("second_face", _SECOND_FACE), ("face_absent", _ABSENT)):
        events = [e for e in observation.events if e.kind == kind]
        seconds = sum(e.end - e.start for e in events)
        if seconds >= least:
            flags.append(
                flag(kind, "seen_for_seconds", [event(e.start, e.end) for e in events], seconds=seconds)
            )
    return flags
