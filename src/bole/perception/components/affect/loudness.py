"""Mean loudness of the voice. Vocal affect: not run where the law mode forbids that."""

import numpy as np

from bole.perception.components.sound import levels_db, speech_mask
from bole.perception.registry import component
from bole.perception.types import Scene


@component(
    "loudness",
    version=1,
    channels=("voice",),
    requires=("audio", "speech"),
    assigns=("voice.loudness_db",),
    affect=True,
)
def run(scene: Scene) -> None:
    """loudness_db: mean of the 20 ms RMS levels in speech, dBFS."""
    if scene.audio is None or not scene.speech:
        return
    level = levels_db(scene.audio)
    spoken = level[speech_mask(scene, len(level))]
    if len(spoken):
        scene.voice["loudness_db"] = round(float(np.mean(spoken)), 2)
