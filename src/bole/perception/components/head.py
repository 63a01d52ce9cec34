"""Nods and head shakes: alternating swings of pitch and of yaw."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from bole.kernel.answers import Event
from bole.perception.registry import component
from bole.perception.signals import Swing, smooth, swings
from bole.perception.types import Floats, Scene


@component(
    "head",
    version=1,
    channels=("face",),
    requires=("face", "quality.face"),
    assigns=("events.nod", "events.head_shake"),
)
def run(scene: Scene) -> None:
    """Event values: how many times the head went down (nod), to and fro (head_shake)."""
    if scene.face is None or not scene.quality["face"].ok:
        return
    settings = scene.settings("head")
    found = scene.face.found
    at = scene.face.at[found]
    for kind, angle in (("nod", scene.face.pitch), ("head_shake", scene.face.yaw)):
        for start, end, count in oscillations(at, angle[found], settings, settings[f"{kind}_degrees"]):
            scene.events.append(Event(kind, round(start, 3), round(end, 3), float(count)))


def oscillations(
    at: Floats, angle: Floats, settings: Mapping[str, Any], degrees: float
) -> list[tuple[float, float, int]]:
    """(start, end, times) of at least two quick swings in a row."""
    if len(at) < 5:
        return []
    step = float(np.median(np.diff(at)))
    width = max(1, round(settings["smooth_seconds"] / step)) | 1
    slow, quick = settings["half_period"]
    moves = [s for s in swings(at, smooth(angle, width), degrees) if quick <= s.end - s.start <= slow]
    episodes: list[list[Swing]] = []
    for move in moves:
        if episodes and move.start - episodes[-1][-1].end < step / 2:
            episodes[-1].append(move)
        else:
            episodes.append([move])
    return [
        (e[0].start, e[-1].end, math.ceil(len(e) / 2)) for e in episodes if len(e) >= settings["min_swings"]
    ]
