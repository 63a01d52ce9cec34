"""Smiles and frowns, as counts of what the face did. Facial affect: not run where the law forbids that."""

from collections.abc import Sequence

import numpy as np

from bole.kernel.answers import Event
from bole.perception.registry import component
from bole.perception.signals import evenly, spans_above
from bole.perception.types import FaceTrack, Floats, Scene

SMILE = ("mouthSmileLeft", "mouthSmileRight")
BROWS = ("browDownLeft", "browDownRight")
MOUTH = ("mouthFrownLeft", "mouthFrownRight", "mouthPressLeft", "mouthPressRight")


@component(
    "expressions",
    version=3,
    channels=("face",),
    requires=("face", "quality.face"),
    assigns=("events.smile", "events.frown"),
    affect=True,
    shapes=(*SMILE, *BROWS, *MOUTH),
)
def run(scene: Scene) -> None:
    """Event values: mean smile blendshape (0–1); mean frown score above the person's own median (0–1)."""
    if scene.face is None or not scene.quality["face"].ok:
        return
    settings = scene.settings("expressions")
    hz, lost = scene.settings("faces")["hz"], settings["lost_seconds"]
    at, smile = evenly(scene.face.at, _mean(scene.face, SMILE), hz, lost)
    _, frown = evenly(scene.face.at, _mean(scene.face, BROWS) + _mean(scene.face, MOUTH), hz, lost)
    frown = frown - np.nanmedian(frown)
    rest = min(float(np.nanpercentile(smile, 25)), settings["rest_cap"])
    high = max(settings["smile_high_floor"], rest + settings["smile_high"])
    low = max(settings["smile_low_floor"], rest + settings["smile_low"])
    _, yaw = evenly(scene.face.at, scene.face.yaw, hz, lost)
    turned = np.abs(yaw - np.nanmedian(yaw)) > settings["turned_degrees"]
    smile[turned & (smile < settings["turned_smile"])] = 0.0  # half a mouth seen from the side looks drawn up
    frown[smile > low] = 0.0  # pressed lips of a smile are no frown
    _add(scene, "smile", at, smile, high, low)
    _add(scene, "frown", at, frown, settings["frown_high"], settings["frown_low"])


def _mean(face: FaceTrack, names: Sequence[str]) -> Floats:
    return np.asarray(np.mean([face.expression[name] for name in names], axis=0), np.float32)


def _add(scene: Scene, kind: str, at: Floats, values: Floats, high: float, low: float) -> None:
    settings = scene.settings("expressions")
    for a, b in spans_above(at, values, high, low, settings["bridge"]):
        if at[b] - at[a] >= settings["min_seconds"]:
            value = round(float(np.nanmean(values[a : b + 1])), 3)
            scene.events.append(Event(kind, round(float(at[a]), 3), round(float(at[b]), 3), value))
