"""Nobody in the picture, or a second person: the face detector's count at 1 Hz."""

import numpy as np

from bole.kernel.answers import Event
from bole.perception.models import locate
from bole.perception.registry import component
from bole.perception.runtimes.faces import FaceFinder
from bole.perception.signals import runs
from bole.perception.types import FaceCount, FaceTrack, Image, Scene


class _Watch:
    def __init__(self, scene: Scene) -> None:
        settings = scene.settings("presence")
        path, scene.models["yunet"] = locate("yunet", scene.models_dir)
        self.hz = float(settings["hz"])
        self._finder = FaceFinder(path, width=settings["width"], score=settings["score"])
        self._least, self._share = float(settings["least_width"]), float(settings["least_share"])
        self._rows: list[tuple[float, list[float]]] = []

    def see(self, at: float, image: Image) -> None:
        self._rows.append((at, self._finder.widths(image)))

    def close(self) -> None:
        """Nothing is held."""

    def count(self) -> FaceCount:
        """Faces wide enough to be people in front of the camera, by the nearest one's usual width."""
        usual = float(np.median([widths[0] for _, widths in self._rows if widths] or [0.0]))
        least = min(self._least, self._share * usual)
        near = [[w for w in widths if w >= least] for _, widths in self._rows]
        return FaceCount(
            np.array([at for at, _ in self._rows], np.float32),
            np.array([len(widths) for widths in near], np.int64),
            np.array([widths[1] if len(widths) > 1 else 0.0 for widths in near], np.float32),
        )


@component(
    "presence",
    version=2,
    channels=("face",),
    requires=("frames", "face", "quality.video"),
    assigns=("count", "events.face_absent", "events.second_face"),
    watch=_Watch,
)
def run(scene: Scene) -> None:
    """Event values: second_face, how many faces were seen at most; face_absent, seconds without one."""
    watch = scene.watchers["presence"]
    assert isinstance(watch, _Watch)
    scene.count = count = watch.count()
    if not scene.quality["video"].ok:
        return  # a dark picture shows nobody, which is not the same as nobody being there
    settings = scene.settings("presence")
    for a, b in runs(count.faces >= 2):
        if b - a + 1 >= settings["second_sightings"]:
            most = float(count.faces[a : b + 1].max())
            scene.events.append(_event("second_face", count, a, b, most, scene))
    if scene.face is not None:
        _absences(scene, scene.face, count, settings["absent_seconds"])


def _event(kind: str, count: FaceCount, a: int, b: int, value: float, scene: Scene) -> Event:
    end = float(count.at[b + 1]) if b + 1 < len(count.at) else scene.duration
    return Event(kind, round(float(count.at[a]), 3), round(end, 3), value)


def _absences(scene: Scene, face: FaceTrack, count: FaceCount, least: float) -> None:
    """No landmarks for ``least`` seconds, and the detector saw nobody then either."""
    for a, b in runs(~face.found):
        start = float(face.at[a])
        end = float(face.at[b + 1]) if b + 1 < len(face.at) else scene.duration
        looks = count.faces[(count.at >= start) & (count.at < end)]
        if end - start >= least and len(looks) and not looks.any():
            scene.events.append(Event("face_absent", round(start, 3), round(end, 3), round(end - start, 3)))
