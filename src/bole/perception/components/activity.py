"""Voice activity: who speaks when, and the pauses between, measured without padding."""

import itertools
from collections.abc import Sequence

import numpy as np

from bole.kernel.answers import Span
from bole.perception.models import locate
from bole.perception.registry import component
from bole.perception.runtimes import silero
from bole.perception.types import SAMPLE_RATE, Floats, Scene

LATE = 6  # rows of 10 ms


@component(
    "activity",
    version=1,
    channels=("speech", "voice"),
    requires=("audio",),
    assigns=("speech", "pauses"),
)
def run(scene: Scene) -> None:
    """Fill ``speech`` and ``pauses``; both stay empty without sound."""
    if scene.audio is None or not len(scene.audio):
        return
    settings = scene.settings("activity")
    _, scene.models["silero-vad"] = locate("silero-vad", scene.models_dir)
    probability = silero.speech_probability(scene.audio)
    raw = hysteresis(probability, settings["threshold"], settings["release"])
    step = silero.HOP / SAMPLE_RATE
    spans = [(a * step, min(b * step, scene.duration)) for a, b in raw]
    level = _levels(scene.audio)
    floor = _floor(level, spans) + settings["floor_db"]
    spans = [_tighten(level, a, b, settings["edge_db"], floor) for a, b in spans]
    spans = _join(spans, settings["join_seconds"], settings["min_seconds"])
    scene.speech = tuple(Span(round(a, 3), round(b, 3)) for a, b in spans)
    gaps = itertools.pairwise(scene.speech)
    shortest = settings["pause_seconds"]
    scene.pauses = tuple(Span(a.end, b.start) for a, b in gaps if b.start - a.end >= shortest - 1e-9)


def hysteresis(probability: Floats, begin: float, end: float) -> list[tuple[int, int]]:
    """[first, after-last) indices of stretches that rise to ``begin`` and have not fallen below ``end``."""
    found, start = [], None
    for i, p in enumerate(probability):
        if start is None and p >= begin:
            start = i
        elif start is not None and p < end:
            found.append((start, i))
            start = None
    if start is not None:
        found.append((start, len(probability)))
    return found


def _tighten(
    level: Floats, start: float, end: float, below_db: float, floor_db: float
) -> tuple[float, float]:
    """Move both edges to the first and last 10 ms that are loud enough to be voice.

    The detector lags: it notices a voice up to 0.06 s late and holds it for up to 0.1 s after it has gone,
    which swallows short pauses.
    Loud enough: within ``below_db`` of the stretch's loud level, and above the sound between words.
    """
    first, last = round(start * 100), round(end * 100)
    piece = level[first:last]
    if len(piece) < 3:
        return start, end
    needed = max(float(np.percentile(piece, 90)) - below_db, floor_db)
    loud = np.nonzero(piece >= needed)[0]
    if not len(loud):
        return start, end
    begin = first + int(loud[0])
    while begin > max(0, first - LATE) and level[begin - 1] >= needed:
        begin -= 1
    return begin / 100, (first + int(loud[-1]) + 1) / 100


def _levels(audio: Floats) -> Floats:
    """dBFS of every 10 ms."""
    hop = SAMPLE_RATE // 100
    padded = np.pad(audio, (0, -len(audio) % hop))
    power = np.square(padded.reshape(-1, hop)).mean(axis=1)
    return np.asarray(10 * np.log10(power + 1e-12), np.float32)


def _floor(level: Floats, spans: Sequence[tuple[float, float]]) -> float:
    """The usual level where nobody speaks."""
    quiet = np.ones(len(level), np.bool_)
    for start, end in spans:
        quiet[round(start * 100) : round(end * 100)] = False
    return float(np.median(level[quiet])) if quiet.any() else -120.0


def _join(spans: list[tuple[float, float]], gap: float, shortest: float) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start, end in spans:
        if joined and start - joined[-1][1] < gap:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [(a, b) for a, b in joined if b - a >= shortest]
