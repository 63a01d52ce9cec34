"""A picture file → pixels, whatever a phone makes of it: turned, huge, transparent, for print."""

import struct
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from bole.parsing.errors import ParsingError
from bole.parsing.runtimes.ocr import Picture

_LONGEST = 3508  # pixels: more than A4 at 300 dots per inch tells the reader nothing more
_MOST_PIXELS = 40_000_000  # decoded whole
_MOST_IN_JPEG = 250_000_000  # a JPEG is decoded in a smaller size, which costs a fraction
_SMALLER = ((8, cv2.IMREAD_REDUCED_COLOR_8), (4, cv2.IMREAD_REDUCED_COLOR_4), (2, cv2.IMREAD_REDUCED_COLOR_2))
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


def decode(data: bytes) -> Picture:
    """A picture file as RGB, turned as its camera says. Raises ``unreadable``, ``too_large``."""
    width, height = size_of(data)
    jpeg = data.startswith(_JPEG)
    if width * height > (_MOST_IN_JPEG if jpeg else _MOST_PIXELS):
        raise ParsingError("the picture has too many pixels", code="too_large")
    raw = np.frombuffer(data, np.uint8)
    image = cv2.imdecode(raw, _reduced(max(width, height)) if jpeg else cv2.IMREAD_COLOR)
    if image is None:
        raise ParsingError("the picture is damaged", code="unreadable")
    if image.shape[0] * image.shape[1] > _MOST_PIXELS:
        raise ParsingError("the picture has too many pixels", code="too_large")
    if not jpeg:
        image = _on_paper(raw, image)
    longest = max(image.shape[:2])
    if longest > _LONGEST:
        image = cv2.resize(
            image, None, fx=_LONGEST / longest, fy=_LONGEST / longest, interpolation=cv2.INTER_AREA
        )
    return np.asarray(image[..., ::-1], np.uint8)


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height as the file's head says, before anything is decoded; (0, 0) where it does not."""
    if data.startswith(_PNG) and len(data) >= 24:
        wide, high = struct.unpack(">II", data[16:24])
        return int(wide), int(high)
    if data.startswith(_JPEG):
        return next(_frames(data), (0, 0))
    return 0, 0


def _frames(data: bytes) -> Iterator[tuple[int, int]]:
    """Sizes in the frame headers of a JPEG, in order."""
    at = 2
    while at + 9 <= len(data):
        if data[at] != 0xFF:
            return
        mark = data[at + 1]
        if mark == 0xFF:  # filling
            at += 1
        elif mark == 0x01 or 0xD0 <= mark <= 0xD8:  # alone
            at += 2
        elif mark in _FRAMES:
            high, wide = struct.unpack(">HH", data[at + 5 : at + 9])
            yield wide, high
            return
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")


def _reduced(longest: int) -> int:
    """The smallest size a JPEG can be decoded in that is still large enough."""
    return next((how for part, how in _SMALLER if longest / part >= _LONGEST), cv2.IMREAD_COLOR)


def _on_paper(raw: Picture, image: Any) -> Any:
    """What is transparent shows white paper: under it a file may say anything, mostly black."""
    whole = cv2.imdecode(raw, cv2.IMREAD_UNCHANGED)
    if whole is None or whole.ndim != 3 or whole.shape[2] != 4 or whole.shape[:2] != image.shape[:2]:
        return image
    seen = whole[..., 3:].astype(np.float32) / (65535 if whole.dtype == np.uint16 else 255)
    return (image * seen + 255 * (1 - seen)).astype(np.uint8)
