"""Nods and head shakes: quick alternating swings of pitch and of yaw."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from bole.kernel.answers import Event
from bole.perception.registry import component
from bole.perception.signals import Swing, evenly, smooth, swings
from bole.perception.types import FaceTrack, Floats, Scene


@component(
    "head",
    version=3,
    channels=("face",),
    requires=("face", "quality.face"),
    assigns=("events.nod", "events.head_shake"),
)
def run(scene: Scene) -> None:
    """Event values: how many times the head went down (nod), to one side (head_shake)."""
    if scene.face is None or not scene.quality["face"].ok:
        return
    settings = scene.settings("head")
    at, pitch, yaw = _angles(scene.face, scene.settings("faces")["hz"], settings["lost_seconds"])
    for kind, angle, other in (("nod", pitch, yaw), ("head_shake", yaw, pitch)):
        for episode in episodes(at, angle, other, settings, kind):
            start = max(0.0, episode[0].start - settings["edge_seconds"])
            end = min(scene.duration, episode[-1].end + settings["edge_seconds"])
            down = sum(1 for swing in episode if swing.size < 0)
            scene.events.append(Event(kind, round(start, 3), round(end, 3), float(max(1, down))))


def _angles(face: FaceTrack, hz: float, longest: float) -> tuple[Floats, Floats, Floats]:
    """Times, pitch and yaw at even steps, without the moments at which no face was found."""
    at, pitch = evenly(face.at, face.pitch, hz, longest)
    _, yaw = evenly(face.at, face.yaw, hz, longest)
    known = ~np.isnan(pitch)
    return at[known], pitch[known], yaw[known]


def episodes(
    at: Floats, angle: Floats, other: Floats, settings: Mapping[str, Any], kind: str
) -> list[list[Swing]]:
    """Swings in a row, quick enough, at least two, one of them large; ``other`` is the other angle.

    A swing in which the other angle moves more belongs to a different movement: turning the head away also
    tips it a little, and a head turned far cannot be read well.
    """
    if len(at) < 5:
        return []
    step = float(np.median(np.diff(at)))
    width = max(1, round(settings["smooth_seconds"] / step)) | 1
    angle, other = smooth(angle, width), smooth(other, width)
    slow, quick = settings["half_period"]
    found: list[list[Swing]] = []
    for swing in swings(at, angle, settings[f"{kind}_degrees"]):
        during = other[(at >= swing.start) & (at <= swing.end)]
        if not quick <= swing.end - swing.start <= slow or np.ptp(during) > abs(swing.size):
            continue
        if found and swing.start - found[-1][-1].end <= settings["rest_seconds"]:
            found[-1].append(swing)
        else:
            found.append([swing])
    least, peak = settings["min_swings"], settings[f"{kind}_peak_degrees"]
    trimmed = [_trim(episode, settings, least, step) for episode in found]
    away = np.abs(other - np.median(other)) > settings["other_degrees"]
    trimmed = [e for e in trimmed if not away[(at >= e[0].start) & (at <= e[-1].end)].any()]
    return [e for e in trimmed if len(e) >= least and max(abs(s.size) for s in e) >= peak]


def _trim(episode: list[Swing], settings: Mapping[str, Any], least: int, step: float) -> list[Swing]:
    """Drop the way in and the way out: a slower or a smaller swing upwards at an edge.

    Times are those of pictures ``step`` seconds apart: one picture more than usual is not yet slower.
    """
    usual = float(np.median([s.end - s.start for s in episode]))
    slow = max(settings["edge_slower"] * usual, usual + step) + 1e-3
    small = settings["edge_smaller"] * float(np.median([abs(s.size) for s in episode]))

    def passing(swing: Swing) -> bool:
        return bool(swing.end - swing.start > slow or 0 < swing.size < small)

    while len(episode) > least and passing(episode[0]):
        episode = episode[1:]
    while len(episode) > least and passing(episode[-1]):
        episode = episode[:-1]
    return episode
