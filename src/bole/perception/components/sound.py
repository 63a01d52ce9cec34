"""Quality of the sound: too quiet, clipped, noisy. A gate, not a measure of the person."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bole.kernel.answers import ChannelQuality
from bole.perception.registry import component
from bole.perception.types import SAMPLE_RATE, Floats, Scene

Flags = NDArray[np.bool_]


@component(
    "sound",
    version=1,
    channels=("speech", "voice"),
    requires=("audio", "speech"),
    assigns=("quality.audio",),
)
def run(scene: Scene) -> None:
    """Fill ``quality['audio']``: no_audio, too_quiet, clipped, noisy."""
    if scene.audio is None or not len(scene.audio):
        scene.quality["audio"] = ChannelQuality(ok=False, reasons=("no_audio",))
        return
    settings = scene.settings("sound")
    level = levels_db(scene.audio)
    spoken = speech_mask(scene, len(level))
    reasons = []
    loud = float(np.percentile(level[spoken] if spoken.any() else level, 75))
    if loud < settings["quiet_db"]:
        reasons.append("too_quiet")
    if clipped_share(scene.audio) > settings["clipped_share"]:
        reasons.append("clipped")
    if _noisy(level, spoken, loud, settings):
        reasons.append("noisy")
    scene.quality["audio"] = ChannelQuality(ok=not reasons, reasons=tuple(reasons))


def _noisy(level: Floats, spoken: Flags, loud: float, settings: Mapping[str, Any]) -> bool:
    """The voice stands less than ``noise_gap_db`` above what is heard between words, or it is all noise."""
    rest = level[~spoken]
    if not spoken.any():
        return bool(np.median(rest) > settings["noise_floor_db"])
    return bool(len(rest) >= 20 and loud - np.median(rest) < settings["noise_gap_db"])


def levels_db(audio: Floats) -> Floats:
    """RMS of every 20 ms in dBFS."""
    hop = SAMPLE_RATE // 50
    padded = np.pad(audio, (0, -len(audio) % hop))
    power = np.square(padded.reshape(-1, hop)).mean(axis=1)
    return np.asarray(10 * np.log10(power + 1e-12), np.float32)


def speech_mask(scene: Scene, rows: int) -> Flags:
    """Which of the 20 ms rows lie in speech."""
    mask = np.zeros(rows, np.bool_)
    for span in scene.speech:
        mask[round(span.start * 50) : round(span.end * 50)] = True
    return mask


def clipped_share(audio: Floats) -> float:
    """Share of 20 ms rows with a flat top: three samples in a row within 1 % of the sound's peak (≥ .9)."""
    peak = float(np.abs(audio).max(initial=0.0))
    if peak < 0.9:
        return 0.0
    high = np.abs(audio) >= 0.99 * peak
    flat = high[2:] & high[1:-1] & high[:-2]
    hop = SAMPLE_RATE // 50
    rows = np.pad(flat, (0, -len(flat) % hop)).reshape(-1, hop).any(axis=1)
    return float(rows.mean())
