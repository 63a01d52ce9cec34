"""Posture shifts and gestures from body points that are really in view."""

import numpy as np
from numpy.typing import NDArray

from bole.kernel.answers import ChannelQuality, Event
from bole.perception.models import locate
from bole.perception.registry import component
from bole.perception.runtimes.faces import PoseReader
from bole.perception.signals import runs, spans_above
from bole.perception.types import Floats, Image, PoseTrack, Scene

SHOULDERS = (11, 12)
WRISTS = (15, 16)


class _Watch:
    def __init__(self, scene: Scene) -> None:
        path, scene.models["pose-landmarker-full"] = locate("pose-landmarker-full", scene.models_dir)
        self.hz = float(scene.settings("body")["hz"])
        self._reader = PoseReader(path)
        self._at: list[float] = []
        self._rows: list[Floats] = []

    def see(self, at: float, image: Image) -> None:
        found = self._reader.read(at, image)
        self._at.append(at)
        if found is None:
            found = np.full((33, 3), np.nan, np.float32)
        else:
            found[:, 0] *= image.shape[1] / image.shape[0]
        self._rows.append(found)

    def close(self) -> None:
        self._reader.close()

    def track(self) -> PoseTrack:
        return PoseTrack(np.array(self._at, np.float32), np.array(self._rows, np.float32).reshape(-1, 33, 3))


@component(
    "body",
    version=2,
    channels=("body",),
    requires=("frames", "quality.video"),
    assigns=("pose", "quality.body", "events.posture_shift", "events.gesture"),
    watch=_Watch,
)
def run(scene: Scene) -> None:
    """Event values in shoulder widths, so that a person further away counts like one near by: posture_shift,
    the shoulders' move; gesture, the hand's reach."""
    watch = scene.watchers["body"]
    assert isinstance(watch, _Watch)
    scene.pose = pose = watch.track()
    settings = scene.settings("body")
    if not scene.quality["video"].ok:
        scene.quality["body"] = scene.quality["video"]
        return
    seen = in_view(pose, SHOULDERS, settings["visibility"])
    if float(seen.mean()) < settings["min_found"]:
        scene.quality["body"] = ChannelQuality(ok=False, reasons=("body_lost",))
        return
    scene.quality["body"] = ChannelQuality(ok=True)
    width = shoulder_width(pose, seen)
    _posture(scene, pose, seen, width)
    for wrist in WRISTS:
        _gestures(scene, pose, wrist, width)


def in_view(pose: PoseTrack, points: tuple[int, ...], visibility: float) -> NDArray[np.bool_]:
    """Rows in which all ``points`` are visible and inside the frame."""
    part = pose.points[:, points]
    with np.errstate(invalid="ignore"):
        inside = (part[..., 2] >= visibility) & (part[..., 1] >= 0) & (part[..., 1] <= 1)
    return np.asarray(inside.all(axis=1))


def shoulder_width(pose: PoseTrack, seen: NDArray[np.bool_]) -> float:
    """Median distance of the shoulders in frame heights, over the rows in which both are seen."""
    left, right = (pose.points[seen][:, point, :2] for point in SHOULDERS)
    return max(float(np.median(np.linalg.norm(left - right, axis=1))), 1e-6)


def _posture(scene: Scene, pose: PoseTrack, seen: NDArray[np.bool_], width: float) -> None:
    """A lasting move: medians of the ``window`` seconds before and after differ."""
    settings = scene.settings("body")
    seen = seen & (pose.at >= settings["settle"])
    at, middle = pose.at[seen], pose.points[seen][:, SHOULDERS, :2].mean(axis=1)
    moved = np.zeros(len(at), np.float32)
    for i, now in enumerate(at):
        before = middle[(at >= now - settings["window"]) & (at < now)]
        after = middle[(at >= now) & (at <= now + settings["window"])]
        if len(before) >= 3 and len(after) >= 3:
            moved[i] = np.linalg.norm(np.median(after, axis=0) - np.median(before, axis=0)) / width
    for a, b in spans_above(at, moved, settings["shift"], settings["shift_edge"], 0.0):
        peak = a + int(np.argmax(moved[a : b + 1]))
        start, end = round(float(at[a]), 3), round(float(at[b]), 3)
        scene.events.append(Event("posture_shift", start, end, round(float(moved[peak]), 4)))


def _gestures(scene: Scene, pose: PoseTrack, wrist: int, width: float) -> None:
    settings = scene.settings("body")
    seen = in_view(pose, (wrist,), settings["hand_visibility"])
    for a, b in runs(seen):
        path = pose.points[a : b + 1, wrist, :2]
        reach = float(np.linalg.norm(path.max(axis=0) - path.min(axis=0))) / width
        if b > a and reach >= settings["reach"]:
            start, end = round(float(pose.at[a]), 3), round(float(pose.at[b]), 3)
            scene.events.append(Event("gesture", start, end, round(reach, 3)))
