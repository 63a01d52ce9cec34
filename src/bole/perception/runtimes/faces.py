"""mediapipe 0.10.31 (the last line without telemetry) and OpenCV's YuNet."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import cv2
import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision

from bole.perception.types import Floats, Image

cv2.setNumThreads(1)
Box = tuple[float, float, float, float]  # left, top, width, height in fractions of the picture


class FaceReader:
    """Landmarks, head matrix and, when ``expressions`` is true, blendshapes of the nearest face."""

    def __init__(self, model: Path, *, expressions: bool, points: Sequence[int]) -> None:
        self._points = tuple(points)
        options = vision.FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(model)),
            running_mode=vision.RunningMode.VIDEO,
            num_faces=1,
            output_face_blendshapes=expressions,
            output_facial_transformation_matrixes=True,
        )
        self._model = vision.FaceLandmarker.create_from_options(options)
        self._last = -1

    def read(self, at: float, image: Image) -> tuple[Floats, Floats, dict[str, float]] | None:
        """(wanted points × (x, y) in frame fractions, 4 × 4 head matrix, blendshapes) or None."""
        self._last = max(self._last + 1, int(at * 1000))
        found = self._model.detect_for_video(_picture(image), self._last)
        if not found.face_landmarks:
            return None
        mesh = found.face_landmarks[0]
        points = np.array([(mesh[i].x, mesh[i].y) for i in self._points], np.float32)
        matrix = np.asarray(found.facial_transformation_matrixes[0], np.float32)
        shapes = found.face_blendshapes[0] if found.face_blendshapes else []
        return points, matrix, {shape.category_name: float(shape.score) for shape in shapes}

    def close(self) -> None:
        """Release the graph; without it the interpreter complains at exit."""
        self._model.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class PoseReader:
    """33 body points of the nearest person."""

    def __init__(self, model: Path) -> None:
        options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(model)),
            running_mode=vision.RunningMode.VIDEO,
            num_poses=1,
        )
        self._model = vision.PoseLandmarker.create_from_options(options)
        self._last = -1

    def read(self, at: float, image: Image) -> Floats | None:
        """33 × (x, y, visibility), x and y in frame fractions, or None."""
        self._last = max(self._last + 1, int(at * 1000))
        found = self._model.detect_for_video(_picture(image), self._last)
        if not found.pose_landmarks:
            return None
        return np.array([(p.x, p.y, p.visibility) for p in found.pose_landmarks[0]], np.float32)

    def close(self) -> None:
        """Release the graph."""
        self._model.close()


class FaceFinder:
    """YuNet: counts faces, which the landmarker does poorly."""

    def __init__(self, model: Path, *, width: int, score: float) -> None:
        self._width = width
        self._model = cv2.FaceDetectorYN.create(str(model), "", (width, width), score)

    def boxes(self, image: Image) -> list[Box]:
        """All faces, widest first."""
        height, width = image.shape[:2]
        size = (self._width, max(1, round(height * self._width / width)))
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)[:, :, ::-1]
        self._model.setInputSize(size)
        _, faces = self._model.detect(np.ascontiguousarray(small))
        whole = (*size, *size)
        found = [tuple(float(n) / most for n, most in zip(f[:4], whole, strict=True)) for f in _rows(faces)]
        return sorted(((x, y, w, h) for x, y, w, h in found), key=lambda box: -box[2])

    def widths(self, image: Image) -> list[float]:
        """Widths of all faces in frame widths, widest first."""
        return [box[2] for box in self.boxes(image)]


class NearView:
    """The part of the pictures a landmarker is to look at: all, or the surroundings of a small face.

    The landmarker's own search overlooks faces narrower than about a tenth of the picture: somebody who sits
    back from the camera. Where it sees nobody, a finder that sees them says where to look.
    """

    def __init__(self, finder: FaceFinder, settings: Mapping[str, Any]) -> None:
        self._finder, self._settings = finder, settings
        self._part: Box | None = None
        self._sought = -float("inf")

    def of(self, image: Image) -> Image:
        """The chosen part of a picture."""
        if self._part is None:
            return image
        height, width = image.shape[:2]
        left, top, wide, high = self._part
        x, y = round(left * width), round(top * height)
        return np.ascontiguousarray(image[y : y + round(high * height), x : x + round(wide * width)])

    def whole(self, points: Floats) -> Floats:
        """Points of the part as points of the whole picture, both in fractions."""
        if self._part is None:
            return points
        left, top, wide, high = self._part
        return np.asarray(points * (wide, high) + (left, top), np.float32)

    def seek(self, at: float, image: Image) -> bool:
        """Look for a face where none was found; True when another part is looked at from now on."""
        if at - self._sought < self._settings["seek_seconds"]:
            return False
        self._sought = at
        before, self._part = self._part, None
        least, most = self._settings["near_widths"]
        for box in self._finder.boxes(image)[:1]:
            if least <= box[2] <= most:
                self._part = self._around(box, image.shape[1] / image.shape[0])
        return self._part != before

    def _around(
        self, box: tuple[float, float, float, float], aspect: float
    ) -> tuple[float, float, float, float]:
        """A square in pixels, ``near_room`` faces wide, moved into the picture."""
        x, y, wide, high = box
        side = self._settings["near_room"] * max(wide, high / aspect)  # of the picture's width
        part = (min(1.0, side), min(1.0, side * aspect))
        corner = (x + wide / 2 - part[0] / 2, y + high / 2 - part[1] / 2)
        left, top = (min(max(0.0, at), 1.0 - size) for at, size in zip(corner, part, strict=True))
        return left, top, *part


def _rows(faces: Any) -> Any:
    return () if faces is None else faces


def _picture(image: Image) -> Any:
    return mp.Image(image_format=mp.ImageFormat.SRGB, data=image)
