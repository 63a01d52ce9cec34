"""One file per signal. Importing this package registers all of them."""

from bole.perception.components import (
    activity,
    blinks,
    body,
    decode,
    expressions,
    faces,
    gaze,
    head,
    light,
    loudness,
    pitch,
    presence,
    rate,
    recognition,
    sound,
)

__all__ = [
    "activity", "blinks", "body", "decode", "expressions", "faces", "gaze", "head", "light", "loudness",
    "pitch", "presence", "rate", "recognition", "sound",
]  # fmt: skip
