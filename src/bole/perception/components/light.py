"""Quality of the picture: is there one, is it light enough."""

import numpy as np

from bole.kernel.answers import ChannelQuality
from bole.perception.registry import component
from bole.perception.types import Image, Light, Scene


class _Watch:
    def __init__(self, scene: Scene) -> None:
        self.hz = float(scene.settings("light")["hz"])
        self._rows: list[tuple[float, float]] = []

    def see(self, at: float, image: Image) -> None:
        self._rows.append((at, float(np.mean(image[::4, ::4] @ np.array((0.299, 0.587, 0.114), np.float32)))))

    def close(self) -> None:
        """Nothing is held."""

    def light(self) -> Light:
        at, luma = zip(*self._rows, strict=True) if self._rows else ((), ())
        return Light(np.array(at, np.float32), np.array(luma, np.float32))


@component(
    "light",
    version=1,
    channels=("face", "body"),
    requires=("frames",),
    assigns=("light", "quality.video"),
    watch=_Watch,
)
def run(scene: Scene) -> None:
    """Fill ``quality['video']``: no_video, too_dark, too_bright."""
    watch = scene.watchers["light"]
    assert isinstance(watch, _Watch)
    scene.light = light = watch.light()
    settings = scene.settings("light")
    reasons: tuple[str, ...] = ()
    if not len(light.at):
        reasons = ("no_video",)
    elif float(np.median(light.luma)) < settings["dark_luma"]:
        reasons = ("too_dark",)
    elif float(np.median(light.luma)) > settings["bright_luma"]:
        reasons = ("too_bright",)
    scene.quality["video"] = ChannelQuality(ok=not reasons, reasons=reasons)
