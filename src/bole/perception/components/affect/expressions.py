"""Smiles and frowns, as counts of what the face did. Facial affect: not run where the law forbids that."""

from collections.abc import Sequence

import numpy as np

from bole.kernel.answers import Event
from bole.perception.registry import component
from bole.perception.signals import fill_losses, spans_above
from bole.perception.types import FaceTrack, Floats, Scene

SMILE = ("mouthSmileLeft", "mouthSmileRight")
BROWS = ("browDownLeft", "browDownRight")
MOUTH = ("mouthFrownLeft", "mouthFrownRight", "mouthPressLeft", "mouthPressRight")


@component(
    "expressions",
    version=2,
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
    smile = _mean(scene.face, SMILE)
    frown = _mean(scene.face, BROWS) + _mean(scene.face, MOUTH)
    frown = frown - np.nanmedian(frown)
    rest = min(float(np.nanpercentile(smile, 25)), settings["rest_cap"])
    high = max(settings["smile_high_floor"], rest + settings["smile_high"])
    low = max(settings["smile_low_floor"], rest + settings["smile_low"])
    frown[smile > low] = 0.0  # pressed lips of a smile are no frown
    _add(scene, "smile", smile, high, low)
    _add(scene, "frown", frown, settings["frown_high"], settings["frown_low"])


def _mean(face: FaceTrack, names: Sequence[str]) -> Floats:
    return np.asarray(np.mean([face.expression[name] for name in names], axis=0), np.float32)


def _add(scene: Scene, kind: str, values: Floats, high: float, low: float) -> None:
    assert scene.face is not None
    settings, at = scene.settings("expressions"), scene.face.at
    values = fill_losses(at, values, settings["lost_seconds"])
    for a, b in spans_above(at, values, high, low, settings["bridge"]):
        if at[b] - at[a] >= settings["min_seconds"]:
            value = round(float(np.nanmean(values[a : b + 1])), 3)
            scene.events.append(Event(kind, round(float(at[a]), 3), round(float(at[b]), 3), value))
