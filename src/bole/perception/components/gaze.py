"""Looking away: the head turned away from the person's own usual direction."""

import numpy as np

from bole.kernel.answers import Event
from bole.perception.registry import component
from bole.perception.signals import fill_losses, spans_above
from bole.perception.types import Scene


@component(
    "gaze",
    version=2,
    channels=("face",),
    requires=("face", "quality.face"),
    assigns=("events.look_away",),
)
def run(scene: Scene) -> None:
    """Event value: largest yaw away from the median, degrees, + to the picture's right."""
    if scene.face is None or not scene.quality["face"].ok:
        return
    settings = scene.settings("gaze")
    at = scene.face.at
    yaw = fill_losses(at, scene.face.yaw - np.nanmedian(scene.face.yaw), settings["lost_seconds"])
    away = np.abs(yaw)
    for a, b in spans_above(at, away, settings["degrees"], settings["edge_degrees"], settings["bridge"]):
        if at[b] - at[a] >= settings["min_seconds"]:
            peak = a + int(np.nanargmax(away[a : b + 1]))
            scene.events.append(
                Event("look_away", round(float(at[a]), 3), round(float(at[b]), 3), round(float(yaw[peak]), 1))
            )
