"""SwiftF0: fundamental frequency every 16 ms."""

from pathlib import Path

import numpy as np
import swift_f0
from swift_f0 import SwiftF0

from bole.perception.types import SAMPLE_RATE, Floats


def model_path() -> Path:
    """Where the installed package keeps the model."""
    return Path(swift_f0.__file__).parent / "model.onnx"


def track(audio: Floats, *, low: float, high: float) -> tuple[Floats, Floats]:
    """(Hz, confidence 0–1), one value per 256 samples; a frame is voiced from confidence .5 on."""
    result = SwiftF0(threads=1, spin=False).detect(audio, SAMPLE_RATE, low, high)
    return result.pitch_hz.astype(np.float32), result.confidence.astype(np.float32)
