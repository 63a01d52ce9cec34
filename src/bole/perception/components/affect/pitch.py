"""Spread of the voice's pitch. Vocal affect: not run where the law mode forbids that."""

import numpy as np

from bole.perception.models import locate
from bole.perception.registry import component
from bole.perception.runtimes import pitch
from bole.perception.types import Scene


@component(
    "pitch",
    version=1,
    channels=("voice",),
    requires=("audio", "speech"),
    assigns=("voice.pitch_sd_semitones",),
    affect=True,
)
def run(scene: Scene) -> None:
    """pitch_sd_semitones: SD of 12·log2(f0 / median f0) over voiced frames."""
    if scene.audio is None or not scene.speech:
        return
    settings = scene.settings("pitch")
    _, scene.models["swift-f0"] = locate("swift-f0", scene.models_dir)
    hertz, confidence = pitch.track(scene.audio, low=settings["low_hz"], high=settings["high_hz"])
    voiced = hertz[(confidence >= settings["confidence"]) & (hertz > 0)]
    if len(voiced) >= settings["min_frames"]:
        spread = 12 * np.log2(voiced / np.median(voiced))
        scene.voice["pitch_sd_semitones"] = round(float(np.std(spread)), 3)
