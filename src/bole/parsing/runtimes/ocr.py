"""Pictures of pages → runs. PP-OCR models (text detection, direction, recognition) on onnxruntime.

The pipeline follows the models' published recipe: a probability map is cut at 0.3, outlines become tilted
boxes, boxes are stretched, straightened, read by a CTC network. Runs in the limited child only.
"""

import math
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime

from bole.parsing.reading.runs import Page, Run
from bole.parsing.runtimes.models import OcrModels

Picture = npt.NDArray[np.uint8]
Quad = npt.NDArray[np.float32]
_CUT, _BOX_SCORE, _STRETCH, _SMALLEST = 0.3, 0.5, 1.6, 3.0
SHEET, CARD, _SHORTEST_SIDE = 1920, 1280, 736  # pixels in which writing is looked for
_ROW, _BATCH, _SURE_TURNED, _LEGIBLE = 48, 6, 0.9, 0.5
_WIDE_GAP, _WORD_GAP, _CAPITAL_GAP = 0.62, 0.36, 0.05


@dataclass(frozen=True, slots=True)
class _Box:
    quad: Quad  # top left, top right, bottom right, bottom left, in pixels
    centre: tuple[float, float]
    wide: float
    high: float
    angle: float  # degrees


@dataclass(frozen=True, slots=True)
class Look:
    """A picture read: what is on it, the picture (BGR) turned upright by ``turned`` degrees to the left, each
    legible line cut out and straightened, and in the same way what looks like writing and is not legible."""

    page: Page
    picture: Picture
    strips: list[Picture]
    turned: int
    illegible: list[Picture]


class Recogniser:
    """Reads pages; the models are loaded once."""

    def __init__(self, models: OcrModels) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3

        def load(path: Path) -> Any:
            return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

        self.detection, self.direction = load(models.detection), load(models.direction)
        self.recognition = load(models.recognition)
        letters = self.recognition.get_modelmeta().custom_metadata_map["character"].splitlines()
        self.letters = ["", *letters, " "]  # 0 is the blank of CTC

    def page(self, image: Picture, scale: float) -> Page:
        """Everything legible on an RGB or grey picture; ``scale``: points per pixel."""
        return self.look(image, scale).page

    def look(self, image: Picture, scale: float = 1.0, longest: int = SHEET) -> Look:
        """The same, with the picture as it was read and how far it was turned for that. ``longest``: side of
        the picture in which writing is looked for; it is read in full size."""
        picture, boxes, turned = self._upright(_colour(image), longest)
        tilt = float(np.median([box.angle for box in boxes])) if boxes else 0.0
        height, width = picture.shape[:2]
        strips = [_straightened(picture, box.quad) for box in boxes]
        read = self._read(strips)
        runs = [
            _run(box, text, sure, order, tilt, (width, height), scale)
            for order, (box, (text, sure)) in enumerate(zip(boxes, read, strict=True))
            if text.strip() and sure >= _LEGIBLE
        ]
        legible = [strip for strip, (_, sure) in zip(strips, read, strict=True) if sure >= _LEGIBLE]
        others = [strip for strip, (_, sure) in zip(strips, read, strict=True) if sure < _LEGIBLE]
        whole = Page(width * scale, height * scale, tuple(runs))
        return Look(whole, picture, legible, turned, others)

    def _boxes(self, picture: Picture, longest: int) -> list[_Box]:
        height, width = picture.shape[:2]
        ratio = min(max(1.0, _SHORTEST_SIDE / min(height, width)), longest / max(height, width))
        size = tuple(max(32, round(side * ratio / 32) * 32) for side in (width, height))
        small = cv2.resize(picture, size).astype(np.float32) / 127.5 - 1.0
        chances = self.detection.run(
            None, {self.detection.get_inputs()[0].name: small.transpose(2, 0, 1)[None]}
        )[0][0, 0]
        mask = cv2.dilate((chances > _CUT).astype(np.uint8), np.ones((2, 2), np.uint8))
        outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        found = (_box(o, chances, width / size[0], height / size[1]) for o in outlines[:2000])
        return [box for box in found if box is not None]

    def _upright(self, picture: Picture, longest: int) -> tuple[Picture, list[_Box], int]:
        """A page photographed sideways or upside down is turned, by so many degrees to the left. Its boxes
        are found once more when it lay on its side; upside down they are where they were."""
        degrees, boxes = 0, self._boxes(picture, longest)
        if _lies_on_its_side(boxes):
            picture, degrees = np.ascontiguousarray(np.rot90(picture)), 90
            boxes = self._boxes(picture, longest)
        wide = sorted(boxes, key=lambda box: -box.wide)[:12]
        turned = [self._turned(_straightened(picture, box.quad)) for box in wide]
        if turned and sum(turned) > len(turned) / 2:
            picture, degrees = np.ascontiguousarray(np.rot90(picture, 2)), degrees + 180
            boxes = [_upside_down(box, picture) for box in boxes]
        return picture, boxes, degrees

    def _turned(self, strip: Picture) -> bool:
        wide = min(192, max(1, math.ceil(48 * strip.shape[1] / strip.shape[0])))
        sheet = np.zeros((3, 48, 192), np.float32)
        sheet[:, :, :wide] = (cv2.resize(strip, (wide, 48)).astype(np.float32) / 127.5 - 1.0).transpose(
            2, 0, 1
        )
        chances = self.direction.run(None, {self.direction.get_inputs()[0].name: sheet[None]})[0][0]
        return bool(chances[1] > _SURE_TURNED)

    def _read(self, strips: list[Picture]) -> list[tuple[str, float]]:
        """(text, mean certainty) of each strip, in the order given."""
        order = sorted(range(len(strips)), key=lambda i: strips[i].shape[1] / strips[i].shape[0])
        found: list[tuple[str, float]] = [("", 0.0)] * len(strips)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            widest = max(320, *(math.ceil(_ROW * strips[i].shape[1] / strips[i].shape[0]) for i in batch))
            sheet = np.zeros((len(batch), 3, _ROW, widest), np.float32)
            for row, i in enumerate(batch):
                wide = min(widest, math.ceil(_ROW * strips[i].shape[1] / strips[i].shape[0]))
                scaled = cv2.resize(strips[i], (max(wide, 1), _ROW)).astype(np.float32) / 127.5 - 1.0
                sheet[row, :, :, : scaled.shape[1]] = scaled.transpose(2, 0, 1)
            chances = self.recognition.run(None, {self.recognition.get_inputs()[0].name: sheet})[0]
            for row, i in enumerate(batch):
                found[i] = self._decoded(chances[row])
        return found

    def _decoded(self, chances: npt.NDArray[np.float32]) -> tuple[str, float]:
        """CTC: the best class of each step, repeats and blanks dropped; wide gaps become a wide space."""
        best, sure = chances.argmax(1), chances.max(1)
        keep = [t for t in range(len(best)) if best[t] and (t == 0 or best[t] != best[t - 1])]
        if not keep:
            return "", 0.0
        letters = [(self.letters[best[t]] if best[t] < len(self.letters) else "", t) for t in keep]
        return _with_gaps(letters), float(np.mean([sure[t] for t in keep]))


def _lies_on_its_side(boxes: list[_Box]) -> bool:
    """By the length of what is clearly tall or flat: a word of two letters is neither. A long line that is
    tall and tilted has its corners sorted as if it were flat; its angle tells."""
    tall = flat = 0.0
    for box in boxes:
        steep = abs(box.angle) > 45
        if box.high > 1.5 * box.wide:
            tall, flat = (tall, flat + box.high) if steep else (tall + box.high, flat)
        elif box.wide > 1.5 * box.high:
            tall, flat = (tall + box.wide, flat) if steep else (tall, flat + box.wide)
    return tall > flat


def _colour(image: Picture) -> Picture:
    """The models were trained on BGR."""
    if image.ndim == 2 or image.shape[2] == 1:
        return np.ascontiguousarray(np.repeat(image.reshape(*image.shape[:2], 1), 3, axis=2))
    return np.ascontiguousarray(image[..., 2::-1])


def _box(outline: Any, chances: npt.NDArray[np.float32], across: float, down: float) -> _Box | None:
    rect = cv2.minAreaRect(outline)
    if min(rect[1]) < _SMALLEST or _score(outline, chances) < _BOX_SCORE:
        return None
    wide, high = rect[1]
    stretch = wide * high * _STRETCH / (2 * (wide + high)) * 2
    quad = cv2.boxPoints((rect[0], (wide + stretch, high + stretch), rect[2])) * np.array(
        [across, down], np.float32
    )
    return _sorted_box(quad.astype(np.float32))


def _score(outline: Any, chances: npt.NDArray[np.float32]) -> float:
    left, top, wide, high = cv2.boundingRect(outline)
    mask = np.zeros((high, wide), np.uint8)
    cv2.fillPoly(mask, [outline.reshape(-1, 2) - np.array([left, top])], 1)
    return float(cv2.mean(np.ascontiguousarray(chances[top : top + high, left : left + wide]), mask)[0])


def _sorted_box(quad: Quad) -> _Box | None:
    """Corners in reading order."""
    by_x = quad[np.argsort(quad[:, 0])]
    left, right = by_x[:2][np.argsort(by_x[:2, 1])], by_x[2:][np.argsort(by_x[2:, 1])]
    corners = np.array([left[0], right[0], right[1], left[1]], np.float32)
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    wide, high = float(np.hypot(*along)), float(np.hypot(*down))
    if min(wide, high) < _SMALLEST:
        return None
    centre = corners.mean(0)
    return _Box(
        corners,
        (float(centre[0]), float(centre[1])),
        wide,
        high,
        math.degrees(math.atan2(along[1], along[0])),
    )


def _upside_down(box: _Box, picture: Picture) -> _Box:
    """The same box once the picture has been turned by 180 degrees: the corners change places in pairs."""
    height, width = picture.shape[:2]
    last = np.array([width - 1, height - 1], np.float32)
    x, y = box.centre
    quad = (last - box.quad)[[2, 3, 0, 1]]
    return _Box(quad, (width - 1 - x, height - 1 - y), box.wide, box.high, box.angle)


def _straightened(picture: Picture, quad: Quad) -> Picture:
    wide = max(1, round(float(max(np.hypot(*(quad[1] - quad[0])), np.hypot(*(quad[2] - quad[3]))))))
    high = max(1, round(float(max(np.hypot(*(quad[3] - quad[0])), np.hypot(*(quad[2] - quad[1]))))))
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    strip = cv2.warpPerspective(
        picture,
        cv2.getPerspectiveTransform(quad, target),
        (wide, high),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(np.rot90(strip) if high >= 1.5 * wide else strip, np.uint8)


def _run(
    box: _Box, text: str, sure: float, order: int, tilt: float, size: tuple[int, int], scale: float
) -> Run:
    """In points from the bottom left, the page's tilt taken out."""
    turn = math.radians(-tilt)
    x, y = box.centre[0] - size[0] / 2, box.centre[1] - size[1] / 2
    x, y = (
        x * math.cos(turn) - y * math.sin(turn) + size[0] / 2,
        x * math.sin(turn) + y * math.cos(turn) + size[1] / 2,
    )
    letters = box.high / 1.45  # boxes are stretched around the letters
    margin = (box.high - letters) / 2
    left, right = x - box.wide / 2 + margin, x + box.wide / 2 - margin
    bottom, top = size[1] - y - letters / 2, size[1] - y + letters / 2
    places = (left * scale, bottom * scale, right * scale, top * scale)
    return Run(text, *places, letters * scale, order, confidence=round(sure, 3))


def _with_gaps(letters: list[tuple[str, int]]) -> str:
    """Letters at their steps → text. The network leaves out white space; gaps wider than letters need show
    it."""
    pairs = list(pairwise(letters))
    steps = sorted((b[1] - a[1]) / _expected(a[0], b[0]) for a, b in pairs)
    if not steps:
        return letters[0][0]
    pitch = steps[len(steps) // 2]
    address = any(letter == "@" for letter, _ in letters)
    text = letters[0][0]
    for (before, at), (letter, step) in pairs:
        wider = (step - at) / pitch - _expected(before, letter)
        text += _gap(wider, before, letter, address=address) + letter
    return text


def _gap(wider: float, before: str, letter: str, *, address: bool) -> str:
    """White space for a gap that is wider than expected by so many widths of a Chinese character."""
    if before > "\u2e80" or letter > "\u2e80":
        return "\u3000" if wider > _WIDE_GAP and not before.isspace() and not letter.isspace() else ""
    if address or before.isspace() or letter.isspace() or before.isdigit() or letter.isdigit():
        return ""  # a telephone number torn apart would be worse than two words run together
    capital = before.islower() and letter.isupper()
    return " " if wider > (_CAPITAL_GAP if capital else _WORD_GAP) else ""


def _expected(before: str, after: str) -> float:
    """Distance between the middles of two letters, in widths of a Chinese character."""
    return sum(_width(letter) / 2 for letter in (before, after))


def _width(letter: str) -> float:
    if letter > "\u2e80":
        return 1.0
    if letter in "iljtfrI.,:;'|!()[]":
        return 0.32
    return 0.85 if letter in "mwMW@%" else 0.66 if letter.isupper() else 0.54
