"""Blinks: short closings of both eyes against the person's own open eye."""

import numpy as np

from bole.kernel.answers import Event
from bole.perception.registry import component
from bole.perception.signals import runs
from bole.perception.types import Scene


@component(
    "blinks",
    version=1,
    channels=("face",),
    requires=("face", "quality.face"),
    assigns=("events.blink",),
)
def run(scene: Scene) -> None:
    """Event value: duration in seconds (at 10 Hz: a multiple of 0.1)."""
    if scene.face is None or not scene.quality["face"].ok:
        return
    settings = scene.settings("blinks")
    at, eyes = scene.face.at, scene.face.eye_open
    step = 1.0 / scene.settings("faces")["hz"]
    usual = np.nanmedian(eyes)
    for a, b in runs(eyes < settings["closed_share"] * usual):
        seconds = float(at[b] - at[a]) + step
        if seconds <= settings["max_seconds"]:
            start = max(0.0, float(at[a]) - step / 2)
            scene.events.append(Event("blink", round(start, 3), round(start + seconds, 3), round(seconds, 3)))
