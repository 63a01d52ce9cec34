"""Looking away: the head turned away from the person's own usual direction."""

import numpy as np

from bole.kernel.answers import Event
from bole.perception.registry import component
from bole.perception.signals import evenly, spans_above
from bole.perception.types import Scene


@component(
    "gaze",
    version=3,
    channels=("face",),
    requires=("face", "quality.face"),
    assigns=("events.look_away",),
)
def run(scene: Scene) -> None:
    """Event value: largest yaw away from the median, degrees, + to the picture's right."""
    if scene.face is None or not scene.quality["face"].ok:
        return
    settings = scene.settings("gaze")
    hz = scene.settings("faces")["hz"]
    at, yaw = evenly(scene.face.at, scene.face.yaw, hz, settings["lost_seconds"])
    yaw -= np.nanmedian(yaw)
    away = np.abs(yaw)
    for a, b in spans_above(at, away, settings["degrees"], settings["edge_degrees"], settings["bridge"]):
        if at[b] - at[a] >= settings["min_seconds"]:
            peak = a + int(np.nanargmax(away[a : b + 1]))
            scene.events.append(
                Event("look_away", round(float(at[a]), 3), round(float(at[b]), 3), round(float(yaw[peak]), 1))
            )
