"""Posture shifts and gestures from body points that are really in view."""

import numpy as np
from numpy.typing import NDArray

from bole.kernel.answers import ChannelQuality, Event
from bole.perception.models import locate
from bole.perception.registry import component
from bole.perception.runtimes.faces import PoseReader
from bole.perception.signals import runs, spans_above
from bole.perception.types import Floats, Image, PoseTrack, Scene

HEAD = tuple(range(11))  # nose, eyes, ears, mouth
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
    version=3,
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
    """A lasting move of the whole body: shoulders before and after a moment differ, and the head, which is
    seen more surely, stays where it went. A head that turns away drags the points of the shoulders along,
    and comes back.
    """
    settings = scene.settings("body")
    seen = seen & (pose.at >= settings["settle"])
    at, points = pose.at[seen], pose.points[seen][..., :2]
    shoulders, head = points[:, SHOULDERS].mean(axis=1), points[:, HEAD].mean(axis=1)
    near, far = settings["head_window"]
    moved = np.array([_move(at, shoulders, now, 0.0, settings["window"]) for now in at], np.float32) / width
    for a, b in spans_above(at, moved, settings["shift"], settings["shift_edge"], 0.0):
        if _move(at, head, float(at[a] + at[b]) / 2, near, far) >= settings["head_shift"] * width:
            peak = a + int(np.argmax(moved[a : b + 1]))
            start, end = round(float(at[a]), 3), round(float(at[b]), 3)
            scene.events.append(Event("posture_shift", start, end, round(float(moved[peak]), 4)))


def _move(at: Floats, points: Floats, now: float, near: float, far: float) -> float:
    """How far apart the medians ``near`` to ``far`` seconds before and after ``now`` are; 0 when unknown."""
    before = points[(at >= now - far) & (at < now - near)]
    after = points[(at >= now + near) & (at <= now + far)]
    if len(before) < 3 or len(after) < 3:
        return 0.0
    return float(np.linalg.norm(np.median(after, axis=0) - np.median(before, axis=0)))


def _gestures(scene: Scene, pose: PoseTrack, wrist: int, width: float) -> None:
    settings = scene.settings("body")
    seen = in_view(pose, (wrist,), settings["hand_visibility"])
    for a, b in runs(seen):
        path = pose.points[a : b + 1, wrist, :2]
        reach = float(np.linalg.norm(path.max(axis=0) - path.min(axis=0))) / width
        if b > a and reach >= settings["reach"]:
            start, end = round(float(pose.at[a]), 3), round(float(pose.at[b]), 3)
            scene.events.append(Event("gesture", start, end, round(reach, 3)))
