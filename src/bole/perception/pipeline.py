"""Run a checked plan over one answer."""

import bole.perception.components  # noqa: F401  # registers all components
from bole.kernel.answers import ChannelQuality, Observation, Voice
from bole.perception import registry
from bole.perception.types import Scene, in_order

QUALITY = ("audio", "speech", "video", "face", "body")
NOT_REQUESTED = ChannelQuality(ok=False, reasons=("not_requested",))
AFFECT_FORBIDDEN = frozenset({"eu"})


def run(scene: Scene) -> Observation:
    """Check the plan, then fill the scene step by step. Raises ``PerceptionError``."""
    allowed = scene.law not in AFFECT_FORBIDDEN
    if allowed:
        registry.load_affect()
    parts = registry.select(scene.plan, channels=scene.channels, affect_allowed=allowed)
    scene.shapes = tuple(dict.fromkeys(shape for part in parts for shape in part.shapes))
    try:
        with scene.timed("start"):
            for part in parts:
                if part.watch is not None:
                    scene.watchers[part.name] = part.watch(scene)
        for part in parts:
            scene.progress(part.name, 0.0)
            with scene.timed(part.name):
                part.run(scene)
    finally:
        for watcher in scene.watchers.values():
            watcher.close()
    scene.progress("done", 1.0)
    return _observation(scene)


def _observation(scene: Scene) -> Observation:
    return Observation(
        duration=scene.duration,
        transcript=scene.transcript,
        speech=scene.speech,
        pauses=scene.pauses,
        voice=Voice(**scene.voice),
        events=in_order(scene.events),
        quality={name: scene.quality.get(name, NOT_REQUESTED) for name in QUALITY},
        joints=scene.joints,
        models=dict(sorted(scene.models.items())),
        cpu_seconds={name: round(seconds, 3) for name, seconds in sorted(scene.cpu.items())},
    )
