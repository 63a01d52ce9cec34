"""Speaking rate and share of pauses."""

import re

from bole.perception.registry import component
from bole.perception.types import Scene

_COUNTED = {"zh": re.compile(r"[\u4e00-\u9fff\w]"), "en": re.compile(r"[A-Za-z]")}


@component(
    "rate",
    version=1,
    channels=("voice",),
    requires=("speech", "pauses"),
    assigns=("voice.rate_cps", "voice.pause_share"),
)
def run(scene: Scene) -> None:
    """rate_cps: characters (zh) or letters (en) per second of speech; pause_share: of first to last word."""
    if not scene.speech:
        return
    spoken = sum(s.end - s.start for s in scene.speech)
    whole = scene.speech[-1].end - scene.speech[0].start
    scene.voice["pause_share"] = round(sum(p.end - p.start for p in scene.pauses) / whole, 4)
    counted = _COUNTED.get(scene.transcript.language)
    if scene.transcript.text and counted:
        scene.voice["rate_cps"] = round(len(counted.findall(scene.transcript.text)) / spoken, 3)
