"""Face landmarks at 10 Hz: head angles, eyes, and the blend shapes that wired components ask for."""

import math

import numpy as np

from bole.kernel.answers import ChannelQuality
from bole.perception.models import locate
from bole.perception.registry import component
from bole.perception.runtimes.faces import FaceFinder, FaceReader, NearView
from bole.perception.types import FaceTrack, Floats, Image, Scene

NAN = float("nan")
# mediapipe's mesh: (outer corner, inner corner, two upper lid points, the two lower lid points beneath)
_EYES = ((33, 133, (160, 158), (144, 153)), (263, 362, (387, 385), (373, 380)))
_POINTS = tuple(sorted({33, 133, 160, 158, 144, 153, 263, 362, 387, 385, 373, 380, 468, 473}))
_ROW = {point: row for row, point in enumerate(_POINTS)}
_IRISES = ((468, 33, 133), (473, 362, 263))  # iris centre, corner at the picture's left, corner at its right


class _Watch:
    def __init__(self, scene: Scene) -> None:
        settings = scene.settings("faces")
        path, scene.models["face-landmarker"] = locate("face-landmarker", scene.models_dir)
        self.hz = float(settings["hz"])
        self._shapes = scene.shapes
        self._reader = FaceReader(path, expressions=bool(self._shapes), points=_POINTS)
        finder, scene.models["yunet"] = locate("yunet", scene.models_dir)
        self._view = NearView(
            FaceFinder(finder, width=settings["finder_width"], score=settings["score"]), settings
        )
        self._at: list[float] = []
        self._rows: list[tuple[float, ...]] = []

    def see(self, at: float, image: Image) -> None:
        found = self._reader.read(at, self._view.of(image))
        if found is None and self._view.seek(at, image):
            found = self._reader.read(at, self._view.of(image))
        self._at.append(at)
        if found is None:
            self._rows.append((NAN,) * (7 + len(self._shapes)))
            return
        points, matrix, shapes = found
        height, width = image.shape[:2]
        eyes = _eyes(self._view.whole(points) * np.array((width, height), np.float32), height)
        self._rows.append((*angles(matrix), *eyes, *(shapes.get(name, NAN) for name in self._shapes)))

    def close(self) -> None:
        self._reader.close()

    def track(self) -> FaceTrack:
        rows = np.array(self._rows, np.float32).reshape(-1, 7 + len(self._shapes))
        shapes = {name: rows[:, 7 + i] for i, name in enumerate(self._shapes)}
        return FaceTrack(
            np.array(self._at, np.float32), rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3], rows[:, 4],
            rows[:, 5:7], shapes,
        )  # fmt: skip


def angles(matrix: Floats) -> tuple[float, float, float]:
    """(pitch, yaw, roll) in degrees of a head matrix."""
    r = matrix[:3, :3]
    pitch = np.degrees(np.arctan2(r[2, 1], r[2, 2]))
    yaw = np.degrees(np.arctan2(-r[2, 0], np.hypot(r[2, 1], r[2, 2])))
    roll = np.degrees(np.arctan2(r[1, 0], r[0, 0]))
    return float(pitch), float(yaw), float(roll)


def _eyes(points: Floats, height: int) -> tuple[float, float, float, float]:
    """(openness, gaze, x, y): lid gap / eye width, iris between the corners, between the eyes in heights."""

    def gap(one: int, other: int) -> float:
        a, b = points[_ROW[one]], points[_ROW[other]]
        return math.hypot(float(a[0] - b[0]), float(a[1] - b[1]))

    openness = gaze = 0.0
    for outer, inner, upper, lower in _EYES:
        lids = sum(gap(u, v) for u, v in zip(upper, lower, strict=True)) / 2
        openness += lids / max(gap(outer, inner), 1e-6) / 2
    for iris, left, right in _IRISES:
        wide = float(points[_ROW[right], 0] - points[_ROW[left], 0])
        gaze += float(points[_ROW[iris], 0] - points[_ROW[left], 0]) / max(wide, 1e-6) / 2
    x, y = (points[_ROW[133]] + points[_ROW[362]]) / 2 / height
    return openness, gaze, float(x), float(y)


@component(
    "faces",
    version=2,
    channels=("face",),
    requires=("frames", "quality.video"),
    assigns=("face", "quality.face"),
    watch=_Watch,
)
def run(scene: Scene) -> None:
    """Fill ``face`` and ``quality['face']``: face_lost, or what is wrong with the picture."""
    watch = scene.watchers["faces"]
    assert isinstance(watch, _Watch)
    scene.face = watch.track()
    reasons = scene.quality["video"].reasons
    if not reasons:
        enough = float(scene.face.found.mean()) >= scene.settings("faces")["min_found"]
        reasons = () if enough else ("face_lost",)
    scene.quality["face"] = ChannelQuality(ok=not reasons, reasons=reasons)
