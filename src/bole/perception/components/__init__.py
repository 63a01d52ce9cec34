"""One file per signal. Importing this package registers all but those in ``affect``.

``affect`` (smiles, frowns, pitch, loudness) is reached through ``registry.load_affect`` only, where the law
mode allows it, and does not exist in the package that ``make build-eu`` writes.
"""

from bole.perception.components import (
    activity,
    blinks,
    body,
    decode,
    faces,
    gaze,
    head,
    light,
    presence,
    rate,
    recognition,
    sound,
)

__all__ = [
    "activity", "blinks", "body", "decode", "faces", "gaze", "head", "light",
    "presence", "rate", "recognition", "sound",
]  # fmt: skip
