"""Decode: every packet once; sound is collected, frames go straight to the watchers that are due."""

from av.video.frame import VideoFrame

from bole.perception.registry import component
from bole.perception.runtimes import media
from bole.perception.types import CHANNELS, Scene


class _Sampler:
    """Shows each watcher a frame when it is due; a frame nobody wants is never converted."""

    def __init__(self, scene: Scene, max_side: int) -> None:
        self._scene = scene
        self._due = dict.fromkeys(scene.watchers, 0.0)
        self._max_side = max_side

    def show(self, at: float, frame: VideoFrame) -> None:
        due = [name for name, when in self._due.items() if at + 1e-6 >= when]
        if not due:
            return
        image = media.to_rgb(frame, self._max_side)
        for name in due:
            watcher = self._scene.watchers[name]
            step = 1.0 / watcher.hz
            self._due[name] = max(self._due[name] + step, at + step / 2)
            with self._scene.timed(name):
                watcher.see(at, image)


@component(
    "decode",
    version=1,
    channels=CHANNELS,
    requires=(),
    assigns=("audio", "frames"),
)
def run(scene: Scene) -> None:
    """Fill audio, duration and joints, and let the watchers see."""
    settings = scene.settings("decode")
    sampler = _Sampler(scene, settings["max_side"])
    line = media.read(
        scene.paths,
        want_audio=bool(scene.channels & {"speech", "voice"}),
        on_frame=sampler.show if scene.watchers else None,
        max_seconds=settings["max_seconds"],
        share=lambda share: scene.progress("decode", share),
    )
    scene.audio, scene.duration, scene.joints = line.audio, line.duration, tuple(line.joints)
    scene.has_audio, scene.has_video = line.has_audio, line.has_video
