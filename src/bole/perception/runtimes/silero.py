"""Silero voice activity (inside faster-whisper): the probability of speech in every 32 ms."""

from pathlib import Path

import faster_whisper
import numpy as np
from faster_whisper.vad import SileroVADModel

from bole.perception.types import Floats

HOP = 512  # samples per probability


def model_path() -> Path:
    """Where the installed package keeps the model."""
    return Path(faster_whisper.__file__).parent / "assets" / "silero_vad_v6.onnx"


def speech_probability(audio: Floats) -> Floats:
    """One probability per 512 samples."""
    padded = np.pad(audio, (0, -len(audio) % HOP))
    model = SileroVADModel(str(model_path()))
    return np.asarray(model(padded), dtype=np.float32).reshape(-1)
