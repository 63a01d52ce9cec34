"""mediapipe 0.10.31 (the last line without telemetry) and OpenCV's YuNet."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import cv2
import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision

from bole.perception.types import Floats, Image

cv2.setNumThreads(1)


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

    def widths(self, image: Image) -> list[float]:
        """Widths of all faces in frame widths, widest first."""
        height, width = image.shape[:2]
        size = (self._width, max(1, round(height * self._width / width)))
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)[:, :, ::-1]
        self._model.setInputSize(size)
        _, faces = self._model.detect(np.ascontiguousarray(small))
        return sorted((float(f[2]) / self._width for f in _rows(faces)), reverse=True)


def _rows(faces: Any) -> Any:
    return () if faces is None else faces


def _picture(image: Image) -> Any:
    return mp.Image(image_format=mp.ImageFormat.SRGB, data=image)
