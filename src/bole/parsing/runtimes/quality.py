"""How fit a picture is for reading: sharpness of its letters, their size, glare."""

from collections.abc import Sequence

import cv2
import numpy as np

from bole.parsing.runtimes.ocr import Look, Picture

_ROW = 48  # the recogniser sees lines at this height
_DARKEST, _BRIGHTEST, _STEEPEST = 2, 98, 99  # percentiles
_FLAT = 12.0  # grey levels: less contrast is no letter
_CLIPPED, _LIGHT = 252, 243


def sharpness(strips: Sequence[Picture]) -> float:
    """0–1: how much of a stroke's contrast changes within one pixel, at the size the recogniser reads.

    An edge blurred by a Gaussian of s pixels at that size gives 0.4 / s. Median of all lines; 0 without any.
    """
    found = [value for strip in strips if (value := _steepness(strip)) is not None]
    return round(min(1.0, float(np.median(found))), 3) if found else 0.0


def _steepness(strip: Picture) -> float | None:
    height, width = strip.shape[:2]
    grey = cv2.cvtColor(strip, cv2.COLOR_BGR2GRAY)
    how = cv2.INTER_AREA if height > _ROW else cv2.INTER_CUBIC
    grey = cv2.resize(grey, (max(8, round(width * _ROW / height)), _ROW), interpolation=how).astype(
        np.float32
    )
    dark, bright = np.percentile(grey, (_DARKEST, _BRIGHTEST))
    if bright - dark < _FLAT:
        return None
    smooth = cv2.blur(grey, (1, 5))  # along the strokes: noise goes, upright edges stay
    steps = np.abs(np.diff(smooth, axis=1))
    return float(np.percentile(steps, _STEEPEST) / (bright - dark))


def letter_height(strips: Sequence[Picture]) -> float:
    """Median height of the lines as cut out, in pixels (about 1.45 letters)."""
    return float(np.median([strip.shape[0] for strip in strips])) if strips else 0.0


def glare(look: Look) -> float:
    """Part, 0–1, of what lies between the outermost lines that the largest burnt-out patch covers; 0 for
    paper that is white all over."""
    runs, height = look.page.runs, look.picture.shape[0]
    if not runs:
        return 0.0
    left, right = int(min(run.left for run in runs)), int(max(run.right for run in runs))
    top, bottom = int(max(run.top for run in runs)), int(min(run.bottom for run in runs))
    part = look.picture[max(0, height - top) : max(0, height - bottom), max(0, left) : max(0, right)]
    if part.size == 0 or float(np.median(part)) >= _LIGHT:
        return 0.0
    burnt = (part.min(axis=2) >= _CLIPPED).astype(np.uint8)
    burnt = cv2.morphologyEx(burnt, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    _, _, facts, _ = cv2.connectedComponentsWithStats(burnt)
    patches = facts[1:, cv2.CC_STAT_AREA]
    return float(patches.max() / burnt.size) if len(patches) else 0.0
